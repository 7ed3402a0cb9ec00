import { type Type, trinoName } from "../../dialect/types/types.ts";

/** A type in a few words: what is in a row is not named. */
export function typeWords(type: Type): string {
  switch (type.kind) {
    case "row":
      return "row";
    case "array":
      return `array(${typeWords(type.element)})`;
    case "map":
      return `map(${typeWords(type.key)}, ${typeWords(type.value)})`;
    case "timestamp":
      return "timestamp";
    case "unknown":
      return "any type";
    default:
      return trinoName(type);
  }
}
