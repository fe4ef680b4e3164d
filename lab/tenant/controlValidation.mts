import { Ajv } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';

/** Fastify's own settings, except that it would drop what a schema does not know and turn "1" into 1. */
const ajv = new Ajv({ useDefaults: true, removeAdditional: false, coerceTypes: false });

/** Compiles each schema of the control API once per process. Fastify would compile them for each server again. */
export const compileOnce: FastifySchemaCompiler<object> = ({ schema }) => ajv.compile(schema);
