import { behaviourLedger, type Behaviours } from '../../lab/tenant/behaviours.mts';
import { behaviorProfiles } from '../../lab/tenant/behaviorProfiles.mts';

/** What a world has in place of the defaults. */
function differences(world: Behaviours): string {
	const given = new Map<string, unknown>(Object.entries(world));
	const others = Object.entries(behaviourLedger).filter(([id, row]) => given.get(id) !== row.default);
	return others.map(([id]) => `${id}=${String(given.get(id))}`).join(' ') || 'defaults';
}

/** Every world in which the suites must pass, with a name for its test. */
export const namedWorlds = behaviorProfiles.map((world) => ({ name: differences(world), world }));
