// Expressions

export { type Explained, explain } from './explain.ts';
export { compile, Program } from './program.ts';

// What is wrong with them

export { ExprError, type ExprErrorCode, type Position } from './errors.ts';
