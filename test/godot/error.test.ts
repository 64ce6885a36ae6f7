/** The list of errors against Godot's own, and the names for messages. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorName, GodotError } from '#src/godot/error.js';

/** Godot 4's `@GlobalScope` enumeration `Error`, in its order. */
const documented: readonly (readonly [string, number])[] = [
  ['OK', 0],
  ['FAILED', 1],
  ['ERR_UNAVAILABLE', 2],
  ['ERR_UNCONFIGURED', 3],
  ['ERR_UNAUTHORIZED', 4],
  ['ERR_PARAMETER_RANGE_ERROR', 5],
  ['ERR_OUT_OF_MEMORY', 6],
  ['ERR_FILE_NOT_FOUND', 7],
  ['ERR_FILE_BAD_DRIVE', 8],
  ['ERR_FILE_BAD_PATH', 9],
  ['ERR_FILE_NO_PERMISSION', 10],
  ['ERR_FILE_ALREADY_IN_USE', 11],
  ['ERR_FILE_CANT_OPEN', 12],
  ['ERR_FILE_CANT_WRITE', 13],
  ['ERR_FILE_CANT_READ', 14],
  ['ERR_FILE_UNRECOGNIZED', 15],
  ['ERR_FILE_CORRUPT', 16],
  ['ERR_FILE_MISSING_DEPENDENCIES', 17],
  ['ERR_FILE_EOF', 18],
  ['ERR_CANT_OPEN', 19],
  ['ERR_CANT_CREATE', 20],
  ['ERR_QUERY_FAILED', 21],
  ['ERR_ALREADY_IN_USE', 22],
  ['ERR_LOCKED', 23],
  ['ERR_TIMEOUT', 24],
  ['ERR_CANT_CONNECT', 25],
  ['ERR_CANT_RESOLVE', 26],
  ['ERR_CONNECTION_ERROR', 27],
  ['ERR_CANT_ACQUIRE_RESOURCE', 28],
  ['ERR_CANT_FORK', 29],
  ['ERR_INVALID_DATA', 30],
  ['ERR_INVALID_PARAMETER', 31],
  ['ERR_ALREADY_EXISTS', 32],
  ['ERR_DOES_NOT_EXIST', 33],
  ['ERR_DATABASE_CANT_READ', 34],
  ['ERR_DATABASE_CANT_WRITE', 35],
  ['ERR_COMPILATION_FAILED', 36],
  ['ERR_METHOD_NOT_FOUND', 37],
  ['ERR_LINK_FAILED', 38],
  ['ERR_SCRIPT_FAILED', 39],
  ['ERR_CYCLIC_LINK', 40],
  ['ERR_INVALID_DECLARATION', 41],
  ['ERR_DUPLICATE_SYMBOL', 42],
  ['ERR_PARSE_ERROR', 43],
  ['ERR_BUSY', 44],
  ['ERR_SKIP', 45],
  ['ERR_HELP', 46],
  ['ERR_BUG', 47],
  ['ERR_PRINTER_ON_FIRE', 48],
];

describe('GodotError', () => {
  it('has every error of Godot with its number, in order', () => {
    assert.deepEqual(Object.entries(GodotError), documented);
  });

  it('cannot be changed', () => {
    assert.ok(Object.isFrozen(GodotError));
  });
});

describe('errorName', () => {
  it('names every number', () => {
    for (const [name, number] of documented) assert.equal(errorName(number), name);
  });

  it('says that it does not know a number', () => {
    assert.equal(errorName(49), 'UNKNOWN_ERROR_49');
    assert.equal(errorName(-1), 'UNKNOWN_ERROR_-1');
    assert.equal(errorName(0.5), 'UNKNOWN_ERROR_0.5');
    assert.equal(errorName(NaN), 'UNKNOWN_ERROR_NaN');
  });
});
