import type { Kind } from './kind.ts';
import type { Random } from './random.ts';
import { jsonPart } from './second-author-values.ts';

const upper = (r: Random, length: number): string => r.text('hex', length).toUpperCase();

/** Tokens by the formats that their makers document, as they are pasted. */
export const SECOND_TOKENS: readonly Kind[] = [
  {
    name: 'github tokens',
    forms: [
      (r) => r.pick(['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_']) + r.text('alnum', 36),
      (r) => `github_pat_11${r.text('upperDigits', 9)}0${r.text('alnum', 10)}_${r.text('alnum', 59)}`,
      (r) => `git clone https://x-access-token:ghs_${r.text('alnum', 36)}@github.com/acme/billing.git`,
      (r) => `gh auth login --with-token <<< ghp_${r.text('alnum', 36)}`,
    ],
  },
  {
    name: 'gitlab tokens',
    forms: [
      (r) => `glpat-${r.text('base64url', 20)}`,
      (r) => `glpat-${r.text('base64url', 27)}.01.${r.text('lowerDigits', 9)}`,
      (r) => `${r.pick(['glrt-', 'gldt-', 'glft-', 'glsoat-'])}${r.text('alnum', 20)}`,
      (r) => `PRIVATE-TOKEN: ${r.text('alnum', 20)}`,
      (r) => `https://oauth2:glpat-${r.text('alnum', 20)}@gitlab.acme.dev/infra/charts.git`,
      (r) => `gitlab-runner register --registration-token GR1348941${r.text('base64url', 20)}`,
    ],
  },
  {
    name: 'atlassian tokens',
    forms: [
      (r) => `ATATT3xFfGF0${r.text('base64url', 172)}=${upper(r, 8)}`,
      (r) => `ATBB${r.text('alnum', 32)}`,
      (r) => `JIRA_API_TOKEN=${r.text('alnum', 24)}`,
    ],
  },
  {
    name: 'package registry tokens',
    forms: [
      (r) => `npm_${r.text('alnum', 36)}`,
      (r) => `pypi-AgEIcHlwaS5vcmcCJ${r.text('base64url', 130)}`,
      (r) => `rubygems_${r.text('hex', 48)}`,
      (r) => `cio${r.text('alnum', 32)}`,
      (r) => `CLOJARS_${r.text('hex', 60)}`,
      (r) => `nuget push acme.nupkg -ApiKey oy2${r.text('lowerDigits', 43)}`,
    ],
  },
  {
    name: 'docker hub tokens',
    forms: [
      (r) => `dckr_pat_${r.text('base64url', 27)}`,
      (r) => `docker login -u acmebot -p dckr_pat_${r.text('base64url', 27)}`,
    ],
  },
  {
    name: 'slack tokens',
    forms: [
      (r) => `xoxb-${r.text('digits', 12)}-${r.text('digits', 13)}-${r.text('alnum', 24)}`,
      (r) =>
        `xoxp-${r.text('digits', 12)}-${r.text('digits', 12)}-${r.text('digits', 13)}-${r.text('hex', 32)}`,
      (r) => `xapp-1-A0${r.text('upperDigits', 9)}-${r.text('digits', 13)}-${r.text('hex', 64)}`,
      (r) => `SLACK_SIGNING_SECRET=${r.text('hex', 32)}`,
    ],
  },
  {
    name: 'webhook addresses',
    forms: [
      (r) =>
        `https://hooks.slack.com/services/T0${r.text('upperDigits', 9)}/B0${r.text('upperDigits', 9)}/${r.text('alnum', 24)}`,
      (r) => `https://discord.com/api/webhooks/1${r.text('digits', 18)}/${r.text('base64url', 68)}`,
      (r) =>
        `https://acme.webhook.office.com/webhookb2/${r.uuid()}@${r.uuid()}/IncomingWebhook/${r.text('hex', 32)}/${r.uuid()}`,
      (r) => `https://open.feishu.cn/open-apis/bot/v2/hook/${r.uuid()}`,
      (r) => `https://oapi.dingtalk.com/robot/send?access_token=${r.text('hex', 64)}`,
      (r) =>
        `https://prod-12.westeurope.logic.azure.com/workflows/${r.text('hex', 32)}/triggers/manual/paths/invoke?api-version=2016-10-01&sp=run&sig=${r.text('base64url', 43)}`,
    ],
  },
  {
    name: 'chat bot tokens',
    forms: [
      (r) => `MT${r.text('alnum', 24)}.G${r.text('base64url', 5)}.${r.text('base64url', 38)}`,
      (r) => `${r.int(10 ** 9, 8 * 10 ** 9)}:AA${r.text('base64url', 33)}`,
      (r) => `curl https://api.telegram.org/bot${r.text('digits', 10)}:AA${r.text('base64url', 33)}/getMe`,
    ],
  },
  {
    name: 'stripe and its like',
    forms: [
      (r) => `${r.pick(['sk_live_', 'rk_live_', 'sk_test_'])}51${r.text('alnum', 97)}`,
      (r) => `sk_live_${r.text('hex', 40)}`,
      (r) => `whsec_${r.text('alnum', 32)}`,
      (r) => `curl https://api.stripe.com/v1/charges -u sk_live_${r.text('alnum', 24)}:`,
    ],
  },
  {
    name: 'other payment tokens',
    forms: [
      (r) => `access_token$production$${r.text('lowerDigits', 16)}$${r.text('hex', 32)}`,
      (r) => `sq0csp-${r.text('base64url', 43)}`,
      (r) => `access-production-${r.uuid()}`,
      (r) => `FLWSECK-${r.text('hex', 32)}-X`,
      (r) => `RAZORPAY_KEY_SECRET=${r.text('alnum', 24)}`,
      (r) => `live_${r.text('alnum', 30)} is the Mollie key`,
    ],
  },
  {
    name: 'shopify tokens',
    forms: [(r) => r.pick(['shpat_', 'shpss_', 'shpca_', 'shppa_']) + r.text('hex', 32)],
  },
  {
    name: 'mail service tokens',
    forms: [
      (r) => `SG.${r.text('base64url', 22)}.${r.text('base64url', 43)}`,
      (r) => `key-${r.text('hex', 32)}`,
      (r) => `${r.text('hex', 32)}-us${r.int(1, 21)}`,
      (r) => `xkeysib-${r.text('hex', 64)}-${r.text('alnum', 16)}`,
      (r) => `re_${r.text('alnum', 8)}_${r.text('alnum', 24)}`,
      (r) => `X-Postmark-Server-Token: ${r.uuid()}`,
    ],
  },
  {
    name: 'twilio',
    forms: [
      (r) => `TWILIO_AUTH_TOKEN=${r.text('hex', 32)}`,
      (r) => `curl -u AC${r.text('hex', 32)}:${r.text('hex', 32)} https://api.twilio.com/2010-04-01/Accounts`,
    ],
  },
  {
    name: 'openai and anthropic',
    forms: [
      (r) => `sk-proj-${r.text('base64url', 74)}T3BlbkFJ${r.text('base64url', 74)}`,
      (r) => `sk-svcacct-${r.text('base64url', 58)}T3BlbkFJ${r.text('base64url', 58)}`,
      (r) => `sk-ant-api03-${r.text('base64url', 93)}AA`,
      (r) => `sk-ant-admin01-${r.text('base64url', 93)}AA`,
      (r) => `sk-${r.text('alnum', 48)}`,
      (r) => `sk-or-v1-${r.text('hex', 64)}`,
    ],
  },
  {
    name: 'model hosts',
    forms: [
      (r) => `hf_${r.text('letters', 34)}`,
      (r) => `r8_${r.text('alnum', 37)}`,
      (r) => `gsk_${r.text('alnum', 52)}`,
      (r) => `xai-${r.text('alnum', 80)}`,
      (r) => `pplx-${r.text('alnum', 48)}`,
      (r) => `nvapi-${r.text('base64url', 64)}`,
    ],
  },
  {
    name: 'tools of models',
    forms: [
      (r) => `tvly-dev-${r.text('alnum', 32)}`,
      (r) => `lsv2_pt_${r.text('hex', 32)}_${r.text('hex', 10)}`,
      (r) => `pcsk_${r.text('alnum', 5)}_${r.text('alnum', 63)}`,
      (r) => `COHERE_API_KEY=${r.text('alnum', 40)}`,
      (r) => `wandb login ${r.text('hex', 40)}`,
      (r) => `fc-${r.text('hex', 32)} (firecrawl key)`,
    ],
  },
  {
    name: 'grafana, new relic, honeycomb',
    forms: [
      (r) => `glsa_${r.text('alnum', 32)}_${r.text('hex', 8)}`,
      (r) => `glc_${jsonPart({ o: r.text('digits', 6), n: 'ci', k: r.text('alnum', 24), m: { r: 'eu' } })}`,
      (r) => `NRAK-${r.text('upperDigits', 27)}`,
      (r) => `x-honeycomb-team: ${r.text('alnum', 22)}`,
    ],
  },
  {
    name: 'datadog',
    forms: [
      (r) => `DD_API_KEY=${r.text('hex', 32)}`,
      (r) => `DD-APPLICATION-KEY: ${r.text('hex', 40)}`,
      (r) => `datadog.apiKey: "${r.text('hex', 32)}"`,
    ],
  },
  {
    name: 'sentry and dynatrace',
    forms: [
      (r) => `sntryu_${r.text('hex', 64)}`,
      (r) => `sntrys_${jsonPart({ iat: 1_716_000_000.1, org: 'acme' })}_${r.text('base64', 43)}`,
      (r) => `dt0c01.${r.text('base32', 24)}.${r.text('base32', 64)}`,
    ],
  },
  {
    name: 'search and log clusters',
    forms: [
      (r) =>
        `Authorization: ApiKey ${Buffer.from(`${r.text('alnum', 20)}:${r.text('alnum', 22)}`).toString('base64')}`,
      (r) => `Authorization: Splunk ${r.uuid()}`,
      (r) => `X-Algolia-API-Key: ${r.text('hex', 32)}`,
    ],
  },
  {
    name: 'build services',
    forms: [
      (r) => `CCIPAT_${r.text('alnum', 22)}_${r.text('hex', 40)}`,
      (r) => `bkua_${r.text('hex', 40)}`,
      (r) => `${r.pick(['sqp_', 'squ_', 'sqa_'])}${r.text('hex', 40)}`,
      (r) => `Circle-Token: ${r.text('hex', 40)}`,
      (r) => `CODECOV_TOKEN=${r.uuid()}`,
      (r) => `SNYK_TOKEN: ${r.uuid()}`,
    ],
  },
  {
    name: 'artifactory',
    forms: [
      (r) => `AKCp${r.text('alnum', 69)}`,
      (r) => `cmVmdGtuOj${r.text('alnum', 54)}`,
      (r) => `X-JFrog-Art-Api: ${r.text('alnum', 64)}`,
    ],
  },
  {
    name: 'work tools',
    forms: [
      (r) => `lin_api_${r.text('alnum', 40)}`,
      (r) => `ntn_${r.text('digits', 11)}${r.text('alnum', 35)}`,
      (r) => `secret_${r.text('alnum', 43)}`,
      (r) => `figd_${r.text('base64url', 40)}`,
      (r) => `pat${r.text('alnum', 14)}.${r.text('hex', 64)}`,
      (r) => `PMAK-${r.text('hex', 24)}-${r.text('hex', 34)}`,
    ],
  },
  {
    name: 'customer systems',
    forms: [
      (r) => `pat-${r.pick(['na1', 'eu1'])}-${r.uuid()}`,
      (r) => `00D5g${r.text('alnum', 10)}!AQE${r.text('alnum', 88)}`,
      (r) => `curl -u ops@acme.dev/token:${r.text('alnum', 40)} https://acme.zendesk.com/api/v2/users.json`,
      (r) => `Authorization: SSWS 00${r.text('base64url', 40)}`,
      (r) => `CFPAT-${r.text('base64url', 43)}`,
      (r) => `sdk-${r.uuid()} as LAUNCHDARKLY_SDK_KEY`,
    ],
  },
  {
    name: 'social and maps',
    forms: [
      (r) => `EAA${r.text('alnum', 150)}`,
      (r) => `AAAAAAAAAAAAAAAAAAAAA${r.text('alnum', 80)}`,
      (r) => `sk.${jsonPart({ u: 'acme', a: r.text('lowerDigits', 25) })}.${r.text('base64url', 22)}`,
      (r) => `AIza${r.text('base64url', 35)}`,
    ],
  },
];
