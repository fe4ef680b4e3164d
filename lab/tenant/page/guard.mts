type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Why a request is not answered, or undefined. A web page elsewhere could have its own name point to this computer
 * (DNS rebinding) and read the pages: the host they are asked for by has to be this computer's.
 * @param port the server's own
 */
export function hostRefusal({ host }: Headers, port: string): string | undefined {
	const names = LOOPBACK.map((name) => `${name}:${port}`);
	if (typeof host === 'string' && names.includes(host.toLowerCase())) return undefined;
	return `This page is for this computer only: open it as http://127.0.0.1:${port}/.`;
}

/**
 * Why a form is not taken, or undefined. Browsers tell where a form stands in `Origin` and `Sec-Fetch-Site`; one of them
 * has to be there, and neither may tell of another place.
 */
export function formRefusal({ host, origin, 'sec-fetch-site': site }: Headers): string | undefined {
	const told = origin !== undefined || site !== undefined;
	const ours =
		(origin === undefined || origin === `http://${String(host)}`) &&
		(site === undefined || site === 'same-origin');
	if (told && ours) return undefined;
	return 'A form of another page was refused. Use the forms of the practice tenant itself.';
}
