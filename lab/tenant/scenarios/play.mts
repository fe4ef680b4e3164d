import { withIds, type ControlCall } from './controlCall.mts';
import { dateOf, type Scenario } from './scenario.mts';

/** Where a scenario is played. */
export interface Stage {
	/** Lets this many milliseconds of the scenario pass. */
	pass(milliseconds: number): Promise<void>;
	/** Sends a request to the control API and returns its response. Throws if it is refused. */
	call(call: ControlCall): Promise<unknown>;
}

/** A scenario on its way. */
export interface Play {
	readonly scenario: Scenario;
	/** Steps carried out so far. */
	readonly done: number;
	/** Ids by the names that the steps gave them. */
	readonly ids: ReadonlyMap<string, string>;
	/**
	 * Carries out the steps up to this date, in milliseconds since the start, all by default, and lets the time up to it
	 * pass. Throws when a call is refused; a step that was refused is not tried again.
	 */
	on(until?: number): Promise<void>;
}

/** A play of `scenario` on `stage`, before its first step. */
export function beginPlay(scenario: Scenario, stage: Stage): Play {
	const ids = new Map<string, string>();
	let done = 0;
	let passed = 0;
	const reach = async (date: number) => {
		if (date > passed) await stage.pass(date - passed);
		passed = Math.max(passed, date);
	};
	return {
		scenario,
		ids,
		get done() {
			return done;
		},
		on: async (until = Number.POSITIVE_INFINITY) => {
			for (let step = scenario.steps[done]; step !== undefined; step = scenario.steps[done]) {
				if (dateOf(step) > until) break;
				await reach(dateOf(step));
				done += 1;
				const id = idIn(await stage.call(withIds(step.call, ids)));
				if (step.as === undefined) continue;
				if (id === undefined) throw new Error(`"${step.say}" returned no ID for {${step.as}}.`);
				ids.set(step.as, id);
			}
			if (Number.isFinite(until)) await reach(until);
		},
	};
}

function idIn(answer: unknown): string | undefined {
	if (typeof answer !== 'object' || answer === null || !('id' in answer)) return undefined;
	return typeof answer.id === 'string' ? answer.id : undefined;
}
