import { accountChanges } from './account-changes';
import { alertsAboutEntity } from './alerts-about-entity';
import { attachmentExecuted } from './attachment-executed';
import { blockedOrAudited } from './blocked-or-audited';
import { cloudMassActivity } from './cloud-mass-activity';
import { credentialAccess } from './credential-access';
import { deviceCard } from './device-card';
import { deviceTimeline } from './device-timeline';
import { hashSpread } from './hash-spread';
import { indicatorContacts } from './indicator-contacts';
import { lateralMovement } from './lateral-movement';
import { mailClicks } from './mail-clicks';
import { mailRecipients } from './mail-recipients';
import { mailboxRules } from './mailbox-rules';
import { oauthConsent } from './oauth-consent';
import { passwordSpray } from './password-spray';
import { persistence } from './persistence';
import { processTree } from './process-tree';
import { ransomwarePrecursors } from './ransomware-precursors';
import { rarePrograms } from './rare-programs';
import { scriptAbuse } from './script-abuse';
import { signInNewPlace } from './sign-in-new-place';
import { stagingExfiltration } from './staging-exfiltration';
import { tampering } from './tampering';
import { userSignIns } from './user-sign-ins';
import type { LibraryHunt } from './libraryHunt';

/** All hunts, the most useful first. `hunt: all` runs them in this order. */
export const libraryHunts: readonly LibraryHunt[] = [
	alertsAboutEntity,
	deviceTimeline,
	processTree,
	hashSpread,
	indicatorContacts,
	userSignIns,
	signInNewPlace,
	passwordSpray,
	mailRecipients,
	mailClicks,
	attachmentExecuted,
	mailboxRules,
	oauthConsent,
	persistence,
	scriptAbuse,
	lateralMovement,
	credentialAccess,
	ransomwarePrecursors,
	stagingExfiltration,
	tampering,
	deviceCard,
	accountChanges,
	cloudMassActivity,
	blockedOrAudited,
	rarePrograms,
];
