/** A parameter as the form shows it. */
export interface FormParameter {
  readonly name: string;
  readonly type: string;
  /** As it is typed. */
  readonly text: string;
  /** What it has while nothing is set for it, as it is typed. */
  readonly preset?: string;
  readonly description?: string;
  /** What is wrong with the text. */
  readonly problem?: string;
  /** What a list comes to. */
  readonly note?: string;
}

/** What the form of a header shows. */
export interface ParameterForm {
  readonly title?: string;
  readonly description?: string;
  readonly parameters: readonly FormParameter[];
  /** What is wrong with the header, each with its line in the cell, counted from 1. */
  readonly problems: readonly { readonly line: number; readonly text: string }[];
}

/** What the form asks of the extension. */
export interface FormRequests {
  readForm: { readonly params: null; readonly result: ParameterForm };
  /** Sets a parameter for the whole notebook; without a text it has the header's value again. */
  setParameter: {
    readonly params: { readonly name: string; readonly text?: string };
    readonly result: ParameterForm;
  };
}

/** What the form tells the extension. */
export interface FormNotifications {
  /** Runs every cell with the values. */
  runAll: null;
}

/** What the extension tells the form. */
export interface FormNews {
  /** The header, or a value, is another one now. */
  changed: ParameterForm;
}
