import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { readDuration } from '../durations.mts';
import { namesIn, type ControlCall } from './controlCall.mts';

/** One dated call of a scenario. */
export interface ScenarioStep {
	/** ISO 8601 duration since the start. */
	readonly at: string;
	/** What happens, in one sentence. */
	readonly say: string;
	readonly call: ControlCall;
	/** What later steps call the id in the answer. */
	readonly as?: string;
}

/** What happens in a tenant, written down: the same seed, the same tenant afterwards. */
export interface Scenario {
	/** Its file's name, and what it is asked for by. */
	readonly name: string;
	readonly title: string;
	readonly about: string;
	/** In order of time. */
	readonly steps: readonly ScenarioStep[];
}

type Written = Omit<Scenario, 'name'>;

const readJson = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

const ajv = new Ajv({ allErrors: true });
const validate = ajv.compile<Written>(readJson('scenario.schema.json') as object);

/** Milliseconds from the start to a step. */
export const dateOf = ({ at }: ScenarioStep): number => readDuration(at) ?? 0;

/**
 * A scenario from what its file holds. Throws with every reason when it is none: another shape than
 * `scenario.schema.json`, steps that are not in order of time, a name that no earlier step defines.
 */
export function readScenario(name: string, written: unknown): Scenario {
	const refuse = (reason: string) => new Error(`Scenario "${name}": ${reason}`);
	if (!validate(written)) throw refuse(ajv.errorsText(validate.errors, { dataVar: 'it' }));
	const known = new Set<string>();
	written.steps.forEach((step, index) => {
		const before = written.steps[index - 1];
		if (before !== undefined && dateOf(step) < dateOf(before))
			throw refuse(`step ${index + 1} (${step.at}) is earlier than the step before it (${before.at}).`);
		const unknown = namesIn(step.call).find((used) => !known.has(used));
		if (unknown !== undefined)
			throw refuse(`step ${index + 1} uses {${unknown}}, which no earlier step defines.`);
		if (step.as !== undefined) known.add(step.as);
	});
	return { name, title: written.title, about: written.about, steps: written.steps };
}

/** Every scenario of the practice tenant, by name. Throws for a file without one. */
export const scenarios: ReadonlyMap<string, Scenario> = new Map(
	readdirSync(new URL('.', import.meta.url))
		.filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'))
		.sort()
		.map((file) => {
			const name = file.slice(0, -'.json'.length);
			return [name, readScenario(name, readJson(file))];
		}),
);
