/**
 * What n8n-node build does not do: a package for n8n has no runtime dependency, so MSAL is bundled into the sources before
 * they are compiled, and build, dev and the published package all run the same code.
 */
async function msal() {
	const { bundleMsal } = await import('./scripts/msal/bundle.mjs');
	await bundleMsal();
}

exports.msal = msal;
exports.default = msal;
