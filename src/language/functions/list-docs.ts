import type { FunctionDocs } from "./function-doc.ts";

/** Arrays and maps, and the functions that take a lambda. */
export const listDocs: FunctionDocs = {
  all_match: ["all_match(array, element -> condition) → boolean", "Whether every element fits."],
  any_match: ["any_match(array, element -> condition) → boolean", "Whether some element fits."],
  array_distinct: ["array_distinct(array) → array", "Each element once."],
  array_except: ["array_except(array, without) → array", "The elements that the second has not, each once."],
  array_intersect: ["array_intersect(array, array) → array", "The elements that both have, each once."],
  array_join: [
    "array_join(array, separator) → varchar\narray_join(array, separator, forNull) → varchar",
    "The elements as one text; NULLs are left out, or written as said.",
  ],
  array_max: ["array_max(array) → element", "The greatest element."],
  array_min: ["array_min(array) → element", "The least element."],
  array_position: [
    "array_position(array, element) → bigint",
    "Where an element first stands, from 1; 0 when it does not.",
  ],
  array_remove: ["array_remove(array, element) → array", "The array without an element."],
  array_sort: ["array_sort(array) → array", "The elements in order, NULLs last."],
  array_union: ["array_union(array, array) → array", "The elements of both, each once."],
  arrays_overlap: ["arrays_overlap(array, array) → boolean", "Whether both have an element in common."],
  cardinality: ["cardinality(array) → bigint\ncardinality(map) → bigint", "How many elements there are."],
  contains: [
    "contains(array, element) → boolean\ncontains(network, address) → boolean",
    "Whether an array has an element, or a network such as '10.0.0.0/8' an address: CAST(ipAddress AS ipaddress).",
  ],
  element_at: [
    "element_at(array, index) → element\nelement_at(map, key) → value",
    "An element, from 1, or from the end when negative; NULL where there is none.",
  ],
  filter: ["filter(array, element -> condition) → array", "The elements that fit."],
  flatten: ["flatten(arrays) → array", "The elements of the arrays in an array."],
  map: ["map() → map\nmap(keys, values) → map", "A map of two arrays."],
  map_keys: ["map_keys(map) → array", "The keys of a map."],
  map_values: ["map_values(map) → array", "The values of a map."],
  none_match: ["none_match(array, element -> condition) → boolean", "Whether no element fits."],
  reduce: [
    "reduce(array, start, (state, element) -> state, state -> result) → result",
    "One value made of all elements, one after the other.",
  ],
  repeat: ["repeat(element, count) → array", "An array of one element, some times."],
  sequence: [
    "sequence(from, to) → array\nsequence(from, to, step) → array",
    "Numbers, days or times from one to another; a step of times is an interval.",
  ],
  slice: ["slice(array, start, length) → array", "Some elements, from 1, or from the end when negative."],
  transform: ["transform(array, element -> value) → array", "What is made of each element."],
  zip: ["zip(array, array, …) → array(row)", "Elements of arrays side by side; a shorter one is filled up with NULL."],
};
