import { isPart, type Part, positionOf } from "./serialized.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Expressions, by DuckDB's names of their classes. */
const classes = words(
  "BETWEEN CASE CAST COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION LAMBDA OPERATOR PARAMETER STAR SUBQUERY WINDOW",
);

/** Queries, what stands in FROM, and clauses; a table function, SHOW, PIVOT or a recursive query are not among them. */
const kinds = words(`SELECT_NODE SET_OPERATION_NODE BASE_TABLE SUBQUERY JOIN EMPTY EXPRESSION_LIST ORDER_MODIFIER
  LIMIT_MODIFIER DISTINCT_MODIFIER ORDER_DEFAULT ASCENDING DESCENDING DECIMAL_TYPE_INFO LIST_TYPE_INFO STRUCT_TYPE_INFO
  UNBOUND_TYPE_INFO`);

/** How joins are meant: not by position, nor to the nearest. */
const joins = words("REGULAR CROSS");

/** Types of casts and literals. */
const types =
  words(`BOOLEAN TINYINT SMALLINT INTEGER BIGINT HUGEINT UHUGEINT FLOAT DOUBLE DECIMAL VARCHAR BLOB DATE TIME
  TIMESTAMP TIMESTAMP-WITH-TIME-ZONE INTERVAL UUID LIST MAP STRUCT NULL`);

/** Types that the parser leaves to the binder. */
const namedTypes = words("JSON NULL");

/**
 * DuckDB's functions that the translation writes, operators and aggregates among them. The functions of our own begin
 * with `trino_`, and nobody but us can define one.
 */
export const allowedFunctions = words(`
  + - * / // % || & | ~ ~~ like_escape
  abs atan atan2 degrees exp isfinite isinf isnan ln pi pow radians random round sign sqrt trunc
  ceil floor xor greatest least
  chr concat_ws decode encode from_base64 from_hex hex instr json json_extract json_type last_day left
  length lower lpad ltrim md5 nfc_normalize octet_length regexp_extract regexp_extract_all regexp_matches regexp_replace
  regexp_split_to_array replace rpad rtrim sha1 sha256 starts_with strftime string_split strptime to_base64 to_json
  nullif translate trim uuid
  cardinality generate_series len list_filter list_reduce list_reverse list_sort list_transform list_value map row
  map_entries map_from_entries map_keys map_values range struct_extract struct_pack unnest
  date_sub date_trunc day dayofyear epoch hour isodow isoyear millisecond minute month quarter second timezone to_days
  to_hours to_microseconds to_milliseconds to_minutes to_months to_seconds to_weeks to_years week year
  any_value arg_max arg_max_null arg_min arg_min_null avg bool_and bool_or corr count count_if count_star covar_pop
  covar_samp histogram list max min quantile_disc stddev_pop stddev_samp string_agg sum var_pop var_samp
  cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
`);

/** The names of fields. A field that is not here belongs to a clause which the translation does not write. */
const fields = words(`
  class type query_location alias children function_name schema order_bys orders is_operator distinct filter left right
  child cast_type try_cast id type_info width scale child_type child_types first second name value is_null lhs expr
  column_names identifier node select_list from_table where_clause group_expressions group_sets having qualify
  aggregate_handling cte_map map key query materialized modifiers limit offset setop_type setop_all subquery
  subquery_type comparison_type condition join_type ref_type values column_name_alias case_checks when_expr then_expr
  else_expr input lower upper partitions start end start_expr end_expr offset_expr default_expr ignore_nulls filter_expr
  null_order expression table_name named_param_map
`);

/** What in a statement is not ours. */
export interface Foreign {
  /** In words, such as `the function read_csv`. */
  readonly what: string;
  readonly position: number | undefined;
}

/**
 * The first part of a statement that the translation never writes; undefined when there is none. A class, clause,
 * function, table, type or field that is not on the list counts as foreign.
 * @param tables The base tables that the statement may name, in lower case; names that begin with ~ are the
 * translation's.
 */
export function findForeign(part: Part, tables: ReadonlySet<string>, around?: number): Foreign | undefined {
  const position = positionOf(part) ?? around;
  const what = foreignIn(part, tables);
  if (what !== undefined) return { what, position };
  for (const [field, value] of Object.entries(part)) {
    // A literal's value is data.
    if (field === "value" && part["class"] === undefined && part["is_null"] !== undefined) continue;
    for (const inner of partsIn(value)) {
      const found = findForeign(inner, tables, position);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function partsIn(value: unknown): readonly Part[] {
  if (Array.isArray(value)) return value.flatMap(partsIn);
  return isPart(value) ? [value] : [];
}

function foreignIn(part: Part, tables: ReadonlySet<string>): string | undefined {
  const field = Object.keys(part).find((name) => !fields.has(name));
  if (field !== undefined) return `the clause ${field}`;
  const { class: kind, type, id, function_name: called, table_name: table, schema } = part;
  if (kind !== undefined && !isOneOf(classes, kind)) return `an expression of class ${String(kind)}`;
  if (kind === undefined && typeof type === "string" && !isOneOf(kinds, type)) return `a ${type}`;
  if (schema !== undefined && !(schema === "main" && called !== undefined)) return `the schema ${String(schema)}`;
  if (called !== undefined && !(isOneOf(allowedFunctions, called) || /^trino_\w+$/.test(String(called))))
    return `the function ${String(called)}`;
  if (table !== undefined && !(isOneOf(tables, table) || String(table).startsWith("~")))
    return `the table ${String(table)}`;
  if (part["ref_type"] !== undefined && !isOneOf(joins, part["ref_type"]))
    return `a join of kind ${String(part["ref_type"])}`;
  if (id !== undefined && !isKnownType(part)) return `the type ${String(id)}`;
  return undefined;
}

function isKnownType({ id, type_info: info }: Part): boolean {
  if (id === "UNBOUND") return isPart(info) && isOneOf(namedTypes, info["name"]);
  return isOneOf(types, String(id).replaceAll(" ", "-"));
}

function isOneOf(known: ReadonlySet<string>, name: unknown): boolean {
  return typeof name === "string" && known.has(name);
}
