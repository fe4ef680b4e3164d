import { behaviourLedger, type Behaviours } from '../../lab/tenant/behaviours.mts';
import { behaviorProfiles } from '../../lab/tenant/behaviorProfiles.mts';

/** The values of a profile that are not the defaults. */
function differences(profile: Behaviours): string {
	const values = new Map<string, unknown>(Object.entries(profile));
	const others = Object.entries(behaviourLedger).filter(([id, row]) => values.get(id) !== row.default);
	return others.map(([id]) => `${id}=${String(values.get(id))}`).join(' ') || 'defaults';
}

/** Each behavior profile under which the suites must pass, with a name for its row. */
export const namedProfiles = behaviorProfiles.map((profile) => ({ name: differences(profile), profile }));
