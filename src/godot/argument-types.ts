/**
 * Arguments of the wrong JavaScript type are a bug of the program, not of the network: they throw.
 */

/** @throws TypeError that names the method (`Class.method`) and the parameter, unless `value` is of the type. */
export function requireType(
  method: string,
  parameter: string,
  value: unknown,
  type: 'string' | 'number' | 'boolean',
): void {
  if (typeof value !== type) throw wrongType(method, parameter, value, `a ${type}`);
}

/** @throws TypeError unless `value` is an instance of the class, or null where that is allowed. */
export function requireInstance(
  method: string,
  parameter: string,
  value: unknown,
  type: { readonly name: string; [Symbol.hasInstance](value: unknown): boolean },
  orNull = false,
): void {
  if (value instanceof type || (orNull && value === null)) return;
  throw wrongType(
    method,
    parameter,
    value,
    `${/^[AX]/.test(type.name) ? 'an' : 'a'} ${type.name}${orNull ? ' or null' : ''}`,
  );
}

function wrongType(method: string, parameter: string, value: unknown, wanted: string): TypeError {
  const given = value === null ? 'null' : typeof value;
  return new TypeError(`${method}: ${parameter} must be ${wanted}, not ${given}`);
}
