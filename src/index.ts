/**
 * The door `tickwire`: everything the other doors offer.
 */
export * from './godot/index.js';
export * from './steam/index.js';
