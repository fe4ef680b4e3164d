const HOW =
	'Push a tag with the version of package.json on a commit of main; the workflow Publish then publishes it.';

/**
 * The facts that decide whether a checkout may be published.
 * @typedef {object} ReleaseState
 * @property {Readonly<Record<string, string | undefined>>} environment the variables of GitHub Actions
 * @property {string} version the version in package.json
 * @property {boolean} isOnMain whether the commit is part of the branch main
 * @property {boolean} isClean whether every file is as it was committed
 */

/**
 * Decides whether a checkout may be published to npm.
 * @param {ReleaseState} state
 * @returns {string | undefined} the reason against it and the next step; undefined when it may
 */
export function publishRefusal({ environment, version, isOnMain, isClean }) {
	const { GITHUB_ACTIONS, GITHUB_REF_TYPE, GITHUB_REF_NAME } = environment;
	if (GITHUB_ACTIONS !== 'true') return `A package is published from GitHub Actions only. ${HOW}`;
	if (GITHUB_REF_TYPE !== 'tag')
		return `Only a tag is published, not the ${GITHUB_REF_TYPE ?? 'branch'}. ${HOW}`;
	if (GITHUB_REF_NAME !== version)
		return `The tag ${GITHUB_REF_NAME ?? ''} is not the version ${version} of package.json. ${HOW}`;
	if (!isOnMain) return `The tagged commit is not on main. ${HOW}`;
	if (!isClean) return `The checkout has uncommitted changes. ${HOW}`;
	return undefined;
}

/**
 * Removes the mark `private`, which makes npm refuse to publish whatever its hooks and settings are.
 * @param {string} manifest text of package.json
 */
export function withoutPrivate(manifest) {
	return manifest.replace(/^\t"private": true,\n/m, '');
}
