import type { Scene } from '../scene.mts';
import type { Story } from '../story.mts';
import { adminScriptStory } from './adminScript.mts';
import { awkwardNamesStory } from './awkwardNames.mts';
import { consentStory } from './consent.mts';
import { mergedStory } from './merged.mts';
import { passwordSprayStory } from './passwordSpray.mts';
import { phishingStory } from './phishing/story.mts';
import { ransomwareStory } from './ransomware/story.mts';
import { securityTestStory } from './securityTest.mts';
import { tiesStory } from './ties.mts';

/** Every story of the practice data by its label, which also seeds its random values. */
export const STORIES = {
	ransomware: ransomwareStory,
	phishing: phishingStory,
	'admin-script': adminScriptStory,
	'security-test': securityTestStory,
	merged: mergedStory,
	'password-spray': passwordSprayStory,
	consent: consentStory,
	'awkward-names': awkwardNamesStory,
	ties: tiesStory,
} as const satisfies Readonly<Record<string, (scene: Scene) => Story>>;

export type StoryLabel = keyof typeof STORIES;
