export { ExprError, type ExprErrorCode, type Position } from './errors.ts';
export { compile, Program } from './program.ts';
