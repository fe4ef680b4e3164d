/**
 * Bundles MSAL into the sources before they are compiled, because a package for n8n must have no runtime dependency.
 * Build, dev and the published package all run the same code.
 */
async function msal() {
	const { bundleMsal } = await import('./scripts/msal/bundle.mjs');
	await bundleMsal();
}

exports.msal = msal;
exports.default = msal;
