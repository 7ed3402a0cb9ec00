/** The syntax tree of a Trino statement. `start` and `end` are UTF-16 offsets in the user's text, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Name extends Span {
  readonly text: string;
  readonly quoted: boolean;
}

/** A type as written; `fields` are a row's, `items` the types in brackets, `numbers` lengths and precisions. */
export interface TypeName extends Span {
  readonly name: string;
  readonly numbers: readonly number[];
  readonly items: readonly TypeName[];
  readonly fields: readonly { readonly name: string | undefined; readonly type: TypeName }[];
  readonly withTimeZone: boolean;
}

export type BinaryOperator = "and" | "or" | "=" | "<>" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%" | "||";

export type IntervalUnit = "year" | "month" | "week" | "day" | "hour" | "minute" | "second";

export type Expression =
  | (Span & { readonly kind: "null" })
  | (Span & { readonly kind: "boolean"; readonly value: boolean })
  | NumberLiteral
  | (Span & { readonly kind: "string"; readonly value: string })
  | (Span & { readonly kind: "binary"; readonly hex: string })
  | (Span & { readonly kind: "typed"; readonly type: TypeName; readonly value: string })
  | (Span & { readonly kind: "interval"; readonly value: string; readonly unit: IntervalUnit })
  | (Span & { readonly kind: "parameter"; readonly name: string })
  | (Span & { readonly kind: "name"; readonly name: Name })
  | (Span & { readonly kind: "field"; readonly base: Expression; readonly name: Name })
  | (Span & { readonly kind: "subscript"; readonly base: Expression; readonly index: Expression })
  | Call
  | (Span & { readonly kind: "cast"; readonly value: Expression; readonly type: TypeName; readonly safe: boolean })
  | (Span & {
      readonly kind: "case";
      readonly operand: Expression | undefined;
      readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
      readonly otherwise: Expression | undefined;
    })
  | (Span & { readonly kind: "negate" | "not" | "plus"; readonly value: Expression })
  | (Span & {
      readonly kind: "operator";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Span & { readonly kind: "isNull"; readonly value: Expression; readonly negated: boolean })
  | (Span & {
      readonly kind: "isDistinct";
      readonly left: Expression;
      readonly right: Expression;
      readonly negated: boolean;
    })
  | (Span & {
      readonly kind: "between";
      readonly value: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly negated: boolean;
    })
  | (Span & {
      readonly kind: "in";
      readonly value: Expression;
      readonly items: readonly Expression[];
      /** `IN :list`, without brackets. */
      readonly bare: boolean;
      readonly negated: boolean;
    })
  | (Span & { readonly kind: "inQuery"; readonly value: Expression; readonly query: Query; readonly negated: boolean })
  | (Span & {
      readonly kind: "like";
      readonly value: Expression;
      readonly pattern: Expression;
      readonly escapedBy: Expression | undefined;
      readonly negated: boolean;
    })
  | (Span & {
      readonly kind: "quantified";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly quantifier: "any" | "all";
      readonly query: Query;
    })
  | (Span & { readonly kind: "exists" | "subquery"; readonly query: Query })
  | (Span & { readonly kind: "array" | "row"; readonly items: readonly Expression[] })
  | Lambda
  | (Span & { readonly kind: "atTimeZone"; readonly value: Expression; readonly zone: Expression });

/** A number as it is written, its minus included, without the underscores. */
export type NumberLiteral = Span & { readonly kind: "integer" | "decimal" | "double"; readonly text: string };

export type Lambda = Span & {
  readonly kind: "lambda";
  readonly parameters: readonly Name[];
  readonly body: Expression;
};

export type Call = Span & {
  readonly kind: "call";
  readonly name: Name;
  readonly args: readonly Expression[];
  /** `count(*)`. */
  readonly star: boolean;
  readonly distinct: boolean;
  readonly orderBy: readonly SortItem[];
  readonly withinGroup: readonly SortItem[];
  readonly filter: Expression | undefined;
  readonly ignoreNulls: boolean;
  readonly over: Window | Name | undefined;
};

export interface SortItem extends Span {
  readonly value: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export interface Window extends Span {
  readonly kind: "window";
  readonly base: Name | undefined;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortItem[];
  readonly frame: Frame | undefined;
}

export interface Frame extends Span {
  readonly unit: "ROWS" | "RANGE" | "GROUPS";
  readonly from: FrameBound;
  readonly to: FrameBound | undefined;
}

export interface FrameBound {
  readonly kind: "UNBOUNDED PRECEDING" | "UNBOUNDED FOLLOWING" | "CURRENT ROW" | "PRECEDING" | "FOLLOWING";
  readonly value: Expression | undefined;
}

export interface Query extends Span {
  readonly ctes: readonly Cte[];
  readonly body: QueryBody;
  readonly orderBy: readonly SortItem[];
  readonly offset: Expression | undefined;
  readonly limit: Expression | undefined;
  readonly withTies: boolean;
}

export interface Cte extends Span {
  readonly name: Name;
  readonly columns: readonly Name[];
  readonly query: Query;
}

export type QueryBody =
  | Select
  | (Span & { readonly kind: "values"; readonly rows: readonly Expression[] })
  | (Span & {
      readonly kind: "setOperation";
      readonly operator: "UNION" | "INTERSECT" | "EXCEPT";
      readonly all: boolean;
      readonly left: QueryBody;
      readonly right: QueryBody;
    })
  | (Span & { readonly kind: "nested"; readonly query: Query });

export interface Select extends Span {
  readonly kind: "select";
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from: readonly Relation[];
  readonly where: Expression | undefined;
  readonly groupBy: readonly GroupItem[];
  readonly groupDistinct: boolean;
  readonly having: Expression | undefined;
  readonly windows: readonly { readonly name: Name; readonly window: Window }[];
}

export type SelectItem =
  | (Span & { readonly kind: "item"; readonly value: Expression; readonly alias: Name | undefined })
  | (Span & { readonly kind: "star"; readonly qualifier: Name | undefined });

export type GroupItem =
  | (Span & { readonly kind: "by"; readonly value: Expression })
  | (Span & { readonly kind: "rollup" | "cube" | "sets"; readonly sets: readonly (readonly Expression[])[] });

export interface Alias {
  readonly name: Name;
  readonly columns: readonly Name[];
}

export type Relation = Span & { readonly alias: Alias | undefined } & (
    | { readonly kind: "table"; readonly parts: readonly Name[] }
    | { readonly kind: "derived"; readonly query: Query; readonly lateral: boolean }
    | { readonly kind: "unnest"; readonly args: readonly Expression[]; readonly ordinality: boolean }
    | { readonly kind: "group"; readonly relation: Relation }
    | {
        readonly kind: "join";
        readonly join: "INNER" | "LEFT" | "RIGHT" | "FULL" | "CROSS";
        readonly left: Relation;
        readonly right: Relation;
        readonly on: Expression | undefined;
        readonly using: readonly Name[];
      }
  );

export type Statement =
  | { readonly kind: "query"; readonly query: Query }
  | { readonly kind: "showTables" }
  | { readonly kind: "describe"; readonly table: Name };
