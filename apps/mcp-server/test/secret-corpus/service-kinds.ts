import type { Kind } from './kind.ts';

/** Credentials of chat, payment, mail, model and other services, as their makers document them. */
export const SERVICE_KINDS: readonly Kind[] = [
  {
    name: 'slack token',
    forms: [
      (r) => `xoxb-${r.text('digits', 12)}-${r.text('digits', 13)}-${r.text('alnum', 24)}`,
      (r) =>
        `xoxp-${r.text('digits', 12)}-${r.text('digits', 12)}-${r.text('digits', 13)}-${r.text('hex', 32)}`,
      (r) =>
        `SLACK_APP_TOKEN=xapp-1-A${r.text('upperDigits', 10)}-${r.text('digits', 13)}-${r.text('hex', 64)}`,
    ],
  },
  {
    name: 'slack webhook',
    forms: [
      (r) =>
        `https://hooks.slack.com/services/T${r.text('upperDigits', 8)}/B${r.text('upperDigits', 10)}/${r.text('alnum', 24)}`,
    ],
  },
  {
    name: 'discord bot token',
    forms: [
      (r) =>
        `${r.pick(['MT', 'NT', 'OT'])}${r.text('alnum', 22)}.G${r.text('base64url', 5)}.${r.text('base64url', 38)}`,
    ],
  },
  {
    name: 'discord webhook',
    forms: [(r) => `https://discord.com/api/webhooks/${r.text('digits', 18)}/${r.text('base64url', 68)}`],
  },
  {
    name: 'telegram bot token',
    forms: [
      (r) => `${r.int(1, 9)}${r.text('digits', 9)}:AA${r.text('base64url', 33)}`,
      (r) =>
        `https://api.telegram.org/bot${r.int(1, 9)}${r.text('digits', 8)}:AA${r.text('base64url', 33)}/getMe`,
    ],
  },
  {
    name: 'teams webhook',
    forms: [
      (r) =>
        `https://acme.webhook.office.com/webhookb2/${r.uuid()}@${r.uuid()}/IncomingWebhook/${r.text('hex', 32)}/${r.uuid()}`,
    ],
  },
  {
    name: 'stripe key',
    forms: [
      (r) => `sk_live_${r.text('alnum', 24)}`,
      (r) => `rk_live_51${r.text('alnum', 97)}`,
      (r) => `sk_test_51${r.text('alnum', 97)}`,
    ],
  },
  { name: 'stripe webhook secret', forms: [(r) => `whsec_${r.text('alnum', 32)}`] },
  {
    name: 'openai key',
    forms: [
      (r) => `sk-${r.text('alnum', 20)}T3BlbkFJ${r.text('alnum', 20)}`,
      (r) => `sk-proj-${r.text('base64url', 74)}T3BlbkFJ${r.text('base64url', 74)}`,
      (r) => `OPENAI_API_KEY=sk-svcacct-${r.text('base64url', 58)}T3BlbkFJ${r.text('base64url', 58)}`,
    ],
  },
  {
    name: 'anthropic key',
    forms: [
      (r) => `sk-ant-api03-${r.text('base64url', 93)}AA`,
      (r) => `x-api-key: sk-ant-api03-${r.text('base64url', 93)}AA`,
    ],
  },
  {
    name: 'hugging face token',
    forms: [(r) => `hf_${r.text('letters', 34)}`, (r) => `HF_TOKEN=hf_${r.text('letters', 34)}`],
  },
  { name: 'groq key', forms: [(r) => `gsk_${r.text('alnum', 52)}`] },
  { name: 'replicate token', forms: [(r) => `r8_${r.text('alnum', 37)}`] },
  { name: 'perplexity key', forms: [(r) => `pplx-${r.text('alnum', 48)}`] },
  { name: 'openrouter key', forms: [(r) => `sk-or-v1-${r.text('hex', 64)}`] },
  { name: 'xai key', forms: [(r) => `xai-${r.text('alnum', 80)}`] },
  { name: 'sendgrid key', forms: [(r) => `SG.${r.text('base64url', 22)}.${r.text('base64url', 43)}`] },
  {
    name: 'mailgun key',
    forms: [
      (r) => `key-${r.text('hex', 32)}`,
      (r) => `api:${r.text('hex', 32)}-${r.text('hex', 8)}-${r.text('hex', 8)}`,
      (r) => `MAILGUN_API_KEY=${r.text('hex', 32)}-${r.text('hex', 8)}-${r.text('hex', 8)}`,
    ],
  },
  { name: 'mailchimp key', forms: [(r) => `${r.text('hex', 32)}-us${r.int(1, 21)}`] },
  { name: 'brevo key', forms: [(r) => `xkeysib-${r.text('hex', 64)}-${r.text('alnum', 16)}`] },
  { name: 'postmark token', forms: [(r) => `X-Postmark-Server-Token: ${r.uuid()}`] },
  {
    name: 'twilio key',
    forms: [
      (r) => `SK${r.text('hex', 32)}`,
      (r) => `TWILIO_AUTH_TOKEN=${r.text('hex', 32)}`,
      (r) => `AC${r.text('hex', 32)}:${r.text('hex', 32)}`,
    ],
  },
  {
    name: 'shopify token',
    forms: [
      (r) => `shpat_${r.text('hex', 32)}`,
      (r) => `shpss_${r.text('hex', 32)}`,
      (r) => `shpca_${r.text('hex', 32)}`,
    ],
  },
  {
    name: 'square token',
    forms: [
      (r) => `sq0atp-${r.text('base64url', 22)}`,
      (r) => `sq0csp-${r.text('base64url', 43)}`,
      (r) => `EAAA${r.text('base64url', 60)}`,
    ],
  },
  {
    name: 'braintree token',
    forms: [(r) => `access_token$production$${r.text('lowerDigits', 16)}$${r.text('hex', 32)}`],
  },
  { name: 'linear key', forms: [(r) => `lin_api_${r.text('alnum', 40)}`] },
  {
    name: 'notion token',
    forms: [
      (r) => `secret_${r.text('alnum', 43)}`,
      (r) => `ntn_${r.text('digits', 11)}${r.text('alnum', 35)}`,
    ],
  },
  {
    name: 'figma token',
    forms: [
      (r) => `figd_${r.text('base64url', 40)}`,
      (r) => `X-Figma-Token: figd_${r.text('base64url', 40)}`,
    ],
  },
  { name: 'airtable token', forms: [(r) => `pat${r.text('alnum', 14)}.${r.text('hex', 64)}`] },
  { name: 'asana token', forms: [(r) => `1/${r.text('digits', 16)}:${r.text('hex', 32)}`] },
  { name: 'dropbox token', forms: [(r) => `sl.B${r.text('base64url', 134)}`] },
  { name: 'hubspot token', forms: [(r) => `pat-na1-${r.uuid()}`, (r) => `pat-eu1-${r.uuid()}`] },
  {
    name: 'new relic key',
    forms: [
      (r) => `NRAK-${r.text('upperDigits', 27)}`,
      (r) => `NEW_RELIC_LICENSE_KEY=${r.text('hex', 36)}NRAL`,
    ],
  },
  {
    name: 'datadog key',
    forms: [
      (r) => `DD_API_KEY=${r.text('hex', 32)}`,
      (r) => `DD-APPLICATION-KEY: ${r.text('hex', 40)}`,
      (r) => `api_key: ${r.text('hex', 32)}`,
    ],
  },
  {
    name: 'grafana token',
    forms: [
      (r) => `glsa_${r.text('alnum', 32)}_${r.text('hex', 8)}`,
      (r) => `glc_eyJvIjoi${r.text('base64', 100)}=`,
    ],
  },
  { name: 'pagerduty key', forms: [(r) => `Authorization: Token token=${r.text('alnum', 20)}`] },
  {
    name: 'honeycomb key',
    forms: [(r) => `hcaik_${r.text('lowerDigits', 58)}`, (r) => `x-honeycomb-team: ${r.text('alnum', 22)}`],
  },
  { name: 'dynatrace token', forms: [(r) => `dt0c01.${r.text('base32', 24)}.${r.text('base32', 64)}`] },
  { name: 'okta token', forms: [(r) => `Authorization: SSWS 00${r.text('base64url', 40)}`] },
  {
    name: '1password service account',
    forms: [(r) => `ops_eyJzaWduSW5BZGRyZXNzIjoi${r.text('base64url', 200)}`],
  },
  { name: 'typeform token', forms: [(r) => `tfp_${r.text('base64url', 44)}_${r.text('alnum', 14)}`] },
  { name: 'contentful token', forms: [(r) => `CFPAT-${r.text('base64url', 43)}`] },
  {
    name: 'elastic api key',
    forms: [
      (r) =>
        `Authorization: ApiKey ${Buffer.from(`${r.text('base64url', 20)}:${r.text('base64url', 22)}`).toString('base64')}`,
    ],
  },
  {
    name: 'algolia admin key',
    forms: [
      (r) => `ALGOLIA_ADMIN_KEY=${r.text('hex', 32)}`,
      (r) => `X-Algolia-API-Key: ${r.text('hex', 32)}`,
    ],
  },
];
