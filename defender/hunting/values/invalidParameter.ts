import { invalidInput, type DefenderError } from '../../core/errors';
import type { Sentence } from '../../core/sentence';

/** The error for a parameter of the query whose value is not accepted. */
export function invalidParameter(sentence: Sentence): DefenderError {
	return invalidInput('parameters', sentence);
}
