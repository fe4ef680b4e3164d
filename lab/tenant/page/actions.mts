import type { ControlCall } from '../scenarios/controlCall.mts';
import { READY_FAULTS } from './readyFaults.mts';
import { behaviourLedger } from '../behaviours.mts';

type Form = ReadonlyMap<string, string>;
type Action = (form: Form) => ControlCall | undefined;

/** What each form asks of the control API, by the section and the last part of its address; undefined for a form that is none of ours. */
const ACTIONS: Readonly<Record<string, Action>> = {
	'trouble/add': (form) => {
		const ready = READY_FAULTS[form.get('fault') ?? ''];
		if (ready === undefined) return undefined;
		const times = form.get('times') ?? '1';
		const lasts = form.get('lasts') ?? '';
		return {
			method: 'POST',
			path: '/faults',
			body: {
				...ready.fault,
				times: times === 'always' ? times : Number(times),
				...(lasts === '' ? {} : { lasts }),
			},
		};
	},
	'trouble/end': () => ({ method: 'DELETE', path: '/faults' }),
	'switches/clock': (form) => ({
		method: 'POST',
		path: '/clock',
		body: { advance: Number(form.get('advance')) },
	}),
	'switches/behaviours': (form) => ({
		method: 'PATCH',
		path: '/behaviours',
		body: Object.fromEntries([...form].map(([id, text]) => [id, behaviourValue(id, text)])),
	}),
	'scenarios/start': (form) => {
		const speed = form.get('speed') ?? 'instant';
		return {
			method: 'POST',
			path: '/scenarios',
			body: { scenario: form.get('scenario') ?? '', speed: speed === 'instant' ? speed : Number(speed) },
		};
	},
	'scenarios/stop': () => ({ method: 'DELETE', path: '/scenarios' }),
};

// A form knows texts only; some switches have numbers.
function behaviourValue(id: string, text: string): string | number {
	const row = new Map<string, { readonly values: readonly (string | number)[] }>(
		Object.entries(behaviourLedger),
	).get(id);
	return row?.values.find((value) => String(value) === text) ?? text;
}

/** What a form asks of the control API; undefined when no form of the page is like it. */
export const actionCall = (name: string, form: Form): ControlCall | undefined =>
	Object.hasOwn(ACTIONS, name) ? ACTIONS[name]?.(form) : undefined;
