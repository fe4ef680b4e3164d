import type { IExecuteFunctions } from 'n8n-workflow';
import { isGuid } from '../../../defender/core/isGuid';
import { invalidInput } from '../../../defender/core/errors';
import { badIncidentId, otherTenant } from './inputText';
import { plainIncidentId } from '../../../defender/incidents/incidentId';

/**
 * One incident has one ID here, without leading zeros.
 * @throws DefenderError `invalidInput`; an id is digits only, so nothing from outside can become part of a path
 */
function readIncidentId(value: unknown): string {
	const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
	if (!/^\d{1,18}$/.test(text)) throw invalidInput('incidentId', badIncidentId(text));
	return plainIncidentId(text);
}

/** Equal for all spellings of the chosen incident's ID, also for one that {@link readChosenIncident} would refuse. */
export function chosenIncidentKey(context: IExecuteFunctions, index: number): string {
	const value: unknown = context.getNodeParameter('incidentId', index, '', { extractValue: true });
	return plainIncidentId(String(value));
}

/**
 * The chosen incident's id.
 * @param tenantId of the credential; the address of another tenant's incident is refused, since its number means another one here
 * @throws DefenderError `invalidInput`
 */
export function readChosenIncident(context: IExecuteFunctions, index: number, tenantId: string): string {
	const named = tenantInAddress(context.getNodeParameter('incidentId', index, ''));
	// A domain cannot be compared with an id.
	if (named !== undefined && isGuid(tenantId) && named !== tenantId.toLowerCase())
		throw invalidInput('incidentId', otherTenant(named, tenantId));
	return readIncidentId(context.getNodeParameter('incidentId', index, '', { extractValue: true }));
}

/** The tenant that the address of an incident's page names, in lower case. */
function tenantInAddress(chosen: unknown): string | undefined {
	if (typeof chosen !== 'object' || chosen === null || !('mode' in chosen) || !('value' in chosen))
		return undefined;
	if (chosen.mode !== 'url' || typeof chosen.value !== 'string') return undefined;
	const [, tid = ''] = /[?&]tid=([^&#\s]*)/i.exec(chosen.value) ?? [];
	return isGuid(tid) ? tid.toLowerCase() : undefined;
}
