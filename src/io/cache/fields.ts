/**
 * Header fields as the cache looks at them: two lists of equal length, in the order received, as the parser gives them.
 */

export interface FieldList {
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/** Reads `Name: value` lines, ended by CRLF or LF. */
export function readFields(text: string): FieldList {
  const names: string[] = [];
  const values: string[] = [];
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    names.push(line.slice(0, colon));
    values.push(line.slice(colon + 1).trim());
  }
  return { names, values };
}

/** The value of a field, repeated ones joined by `, ` (RFC 9110 section 5.2); null when it is absent. */
export function combined({ names, values }: FieldList, name: string): string | null {
  let value: string | null = null;
  for (let i = 0; i < names.length; i++) {
    const other = names[i]!;
    if (other.length !== name.length || other.toLowerCase() !== name) continue;
    value = value === null ? values[i]! : `${value}, ${values[i]!}`;
  }
  return value;
}

/** The fields but for those whose name, in lower case, is `dropped`. */
export function without({ names, values }: FieldList, dropped: (name: string) => boolean): FieldList {
  const kept: { names: string[]; values: string[] } = { names: [], values: [] };
  for (let i = 0; i < names.length; i++) {
    if (dropped(names[i]!.toLowerCase())) continue;
    kept.names.push(names[i]!);
    kept.values.push(values[i]!);
  }
  return kept;
}

/** Both lists of fields, one after the other. */
export function joined(one: FieldList, other: FieldList): FieldList {
  return { names: [...one.names, ...other.names], values: [...one.values, ...other.values] };
}

/** The members of a comma-separated list in lower case, without empty ones. */
export function members(value: string | null): string[] {
  return (value ?? '')
    .toLowerCase()
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
}
