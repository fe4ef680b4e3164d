import type { Answer } from '../surface.mts';
import { html, type Markup } from '../html.mts';

const HEADERS = {
	'content-type': 'text/html; charset=utf-8',
	'cache-control': 'no-store, no-cache',
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	// No `form-action`: browsers apply it to the redirect after a form too, and that leads to the application.
	'content-security-policy':
		"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
};

const STYLE = html`
	<style>
		body {
			font:
				1rem/1.5 system-ui,
				sans-serif;
			color: #1b1b1b;
			background: #f2f2f2;
			margin: 0;
		}
		main {
			max-width: 26rem;
			margin: 10vh auto;
			padding: 2rem;
			background: #fff;
		}
		h1 {
			font-size: 1.5rem;
			margin: 0 0 1rem;
		}
		label {
			display: block;
			margin: 1rem 0 0.25rem;
		}
		input {
			box-sizing: border-box;
			width: 100%;
			padding: 0.5rem;
			font: inherit;
			border: 1px solid #666;
		}
		button {
			margin: 1.5rem 0.5rem 0 0;
			padding: 0.4rem 1.5rem;
			font: inherit;
		}
		[role='alert'] {
			color: #a80000;
		}
	</style>
`;

function page(status: number, title: string, content: Markup): Answer {
	const document = html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width" />
				<title>${title}</title>
				${STYLE}
			</head>
			<body>
				<main>
					<h1>${title}</h1>
					${content}
				</main>
			</body>
		</html>`;
	return { status, headers: HEADERS, body: document.text };
}

/** The state of a sign-in: every form contains its ID, every page names the app. */
export interface PageContext {
	readonly flow: string;
	readonly appName: string;
}

const form = ({ flow }: PageContext, content: Markup): Markup =>
	html`<form method="post" action="authorize">
		<input type="hidden" name="flow" value="${flow}" />
		${content}
	</form>`;

/** Asks for user name and password. */
export function signInPage(
	context: PageContext,
	{ login, problem }: { readonly login: string; readonly problem?: string | undefined },
): Answer {
	const alert = problem === undefined ? html`` : html`<p role="alert" id="problem">${problem}</p>`;
	const described = problem === undefined ? html`` : html` aria-describedby="problem" aria-invalid="true"`;
	return page(
		200,
		'Sign in',
		html`<p>to continue to ${context.appName}</p>
			${alert}
			${form(
				context,
				html`<label for="login">User name</label>
					<input
						id="login"
						name="login"
						autocomplete="username"
						autocapitalize="none"
						required
						value="${login}"
						${described}
					/>
					<label for="password">Password</label>
					<input
						id="password"
						name="password"
						type="password"
						autocomplete="current-password"
						required${described}
					/>
					<button name="step" value="signIn">Sign in</button>`,
			)}`,
	);
}

/** The second factor: one button in place of the authenticator app. */
export const approvalPage = (context: PageContext, userName: string): Answer =>
	page(
		200,
		'Approve sign in request',
		html`<p>${userName}</p>
			<p>Your organization requires a second factor. In the practice tenant this button replaces it.</p>
			${form(context, html`<button name="step" value="approve">Approve</button>`)}`,
	);

/** Asks an administrator for consent on behalf of the organisation. */
export const consentPage = (context: PageContext, permissions: readonly string[]): Answer =>
	page(
		200,
		'Permissions requested',
		html`<p>${context.appName} would like to:</p>
			<ul>
				${permissions.map((name) => html`<li>${name}</li>`)}
			</ul>
			<p>If you accept, this app gets access for all users in your organization.</p>
			${form(
				context,
				html`<button name="step" value="accept">Accept</button>
					<button name="step" value="cancel">Cancel</button>`,
			)}`,
	);

/** Explains to a user without the right to consent that an administrator must do it. */
export const adminApprovalPage = (context: PageContext, description: string): Answer =>
	page(
		200,
		'Need admin approval',
		html`<p>
				${context.appName} needs permission to access resources in your organization that only an admin can
				grant.
			</p>
			<p>${description}</p>
			${form(
				context,
				html`<button name="step" value="cancel">Return to the application without granting consent</button>`,
			)}`,
	);

/** A refusal that the application does not receive, because its address is not trusted or the sign-in is blocked. */
export const errorPage = (status: number, description: string): Answer =>
	page(status, 'Sorry, but we’re having trouble signing you in.', html`<p role="alert">${description}</p>`);
