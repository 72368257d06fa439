import type { Rule } from './rule.ts';

// What stands before a token is no part of a word.
const START = '(?<![A-Za-z0-9])';

/** A rule for tokens that tell by their form whose they are. */
function token(name: string, ...forms: readonly [string, ...string[]]): Rule {
  return { name, pattern: new RegExp(`${START}(?:${forms.join('|')})`, 'g') };
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** Tokens as their makers document them, where the preset does not know them, or not each of their forms. */
export const VENDOR_RULES: readonly Rule[] = [
  token('a token of qis-mcp serve', 'qis_[\\w-]{43}(?![\\w-])'),
  token('an AWS access key id', 'A[KS]IA[A-Z0-9]{16}(?!\\w)'),
  token('a Google API key', 'AIza[\\w-]{35}'),
  token('a Google OAuth secret', 'GOCSPX-[\\w-]{28}', 'ya29\\.[\\w-]{30,}', '1//0[\\w-]{40,}'),
  token('an Azure client secret', '[\\w~.-]{3}\\dQ~[\\w~.-]{31,34}'),
  { name: 'a signed URL', pattern: /[?&;](?:sig|X-Amz-Signature|X-Goog-Signature)=[\w%/+]{40,}/g },
  token('a DigitalOcean token', 'do[oprt]_v1_[0-9a-f]{64}'),
  token('a Heroku API key', 'HRKU-[\\w-]{36,}'),
  token('a Cloudflare key', 'v1\\.0-[0-9a-f]{24}-[0-9a-f]{80,}'),
  token('a Terraform Cloud token', '[A-Za-z0-9]{14}\\.atlasv1\\.[\\w-]{40,}'),
  token('a Vault token', 'hv[sbr]\\.[\\w-]{24,}', 's\\.(?=[A-Za-z]*\\d)[A-Za-z0-9]{24}(?!\\w)'),
  token('a Databricks token', 'dapi[0-9a-f]{32}'),
  token('an Alibaba Cloud key', 'LTAI[A-Za-z0-9]{12,20}(?!\\w)'),
  token('a Fly.io token', 'fm[12][ar]?_[\\w+/=-]{50,}', 'fo1_[\\w-]{43}'),
  token('a Pulumi token', 'pul-[0-9a-f]{40}'),
  token('a Doppler token', 'dp\\.(?:ct|pt|st|sa|scim|audit)\\.(?:[\\w-]+\\.)?[A-Za-z0-9]{40,44}'),
  token('a PlanetScale token', 'pscale_(?:tkn|oauth|pw)_[\\w.-]{32,}'),
  token('a Supabase key', 'sbp_[0-9a-f]{40}', 'sb_secret_[\\w-]{20,}'),
  token('a Netlify token', 'nf[pcobu]_[A-Za-z0-9]{36}'),
  token('a Tailscale key', 'tskey-[a-z]+-\\w+-\\w{20,}'),
  token('a GitHub token', 'gh[pousr]_[A-Za-z0-9]{36,}', 'github_pat_\\w{60,}'),
  token(
    'a GitLab token',
    'gl(?:pat|rt|rtr|dt|cbt|ptt|ft|soat|agent|oas|imt|ffct)-[\\w-]{20,}',
    'GR1348941[\\w-]{20}',
  ),
  token('an Atlassian token', 'ATATT3[\\w-]{50,}', 'AT[BC]{2}[A-Za-z0-9]{28,}'),
  token('a PyPI token', 'pypi-AgE[\\w-]{50,}'),
  token('a Docker token', 'dckr_[po]at_[\\w-]{20,}'),
  token('a RubyGems key', 'rubygems_[0-9a-f]{48}'),
  token('a NuGet key', 'oy2[a-z0-9]{43}(?!\\w)'),
  token('a crates.io token', 'cio(?=[A-Za-z]*\\d)[A-Za-z0-9]{32}(?!\\w)'),
  token('a Sentry token', 'sntryu_[0-9a-f]{64}', 'sntrys_ey[\\w+/=-]{40,}'),
  token('a Buildkite token', 'bk[upa]a_[0-9a-f]{40}'),
  token('a CircleCI token', 'CCI(?:PAT|PRJ)_\\w{22,}'),
  token('a SonarQube token', 'sq[upa]_[0-9a-f]{40}'),
  token('a Postman key', 'PMAK-[0-9a-f]{24}-[0-9a-f]{34}'),
  token('an Artifactory key', 'AKC[p-z][A-Za-z0-9]{60,}'),
  token('a Slack token', 'xox[a-z]-\\d[\\w-]{20,}', 'xapp-\\d-[\\w-]{20,}'),
  {
    name: 'a Discord token',
    pattern: /(?<![A-Za-z0-9])[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]*\d[\w-]*(?![\w.])/g,
    holds: (value) => /\.[\w-]{27,}$/.test(value),
  },
  {
    name: 'a webhook URL',
    pattern:
      /(?:discord(?:app)?\.com\/api\/webhooks\/\d{15,}\/[\w-]{40,}|webhook\.office\.com\/webhookb2\/[\w@-]{70,}\/IncomingWebhook\/[0-9a-f]{32}|hooks\.zapier\.com\/hooks\/catch\/\d+\/\w{6,})/g,
  },
  token('a Telegram bot token', '(?:bot)?\\d{8,10}:AA[\\w-]{33}'),
  token('a Stripe key', '[sr]k_(?:live|test)_[A-Za-z0-9]{16,}', 'whsec_[A-Za-z0-9+/=]{32,}'),
  token(
    'an OpenAI key',
    'sk-(?:proj|svcacct|admin)-[\\w-]{40,}',
    'sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}',
  ),
  token('an Anthropic key', 'sk-ant-[\\w-]{40,}'),
  token('a Hugging Face token', '(?:hf|api_org)_[A-Za-z]{34}'),
  token(
    'a key of a model provider',
    'gsk_[A-Za-z0-9]{52}',
    'r8_[A-Za-z0-9]{37}',
    'pplx-[A-Za-z0-9]{48}',
    'sk-or-v1-[0-9a-f]{64}',
    'xai-[A-Za-z0-9]{70,}',
  ),
  token('a SendGrid key', 'SG\\.[\\w-]{20,24}\\.[\\w-]{40,}'),
  token('a Mailgun key', 'key-[0-9a-f]{32}(?!\\w)', '[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![\\w-])'),
  token('a Mailchimp key', '[0-9a-f]{32}-us\\d{1,2}(?!\\w)'),
  token('a Brevo key', 'xkeysib-[0-9a-f]{64}-\\w{16}'),
  token('a Twilio key', 'SK[0-9a-f]{32}(?!\\w)', 'AC[0-9a-f]{32}:[0-9a-f]{32}'),
  token('a Shopify token', 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}'),
  token('a Square token', 'sq0[a-z]{3}-[\\w-]{22,}', 'EAAA[\\w-]{60}(?!\\w)'),
  token('a Braintree token', 'access_token\\$(?:production|sandbox)\\$\\w{16}\\$[0-9a-f]{32}'),
  token('a Linear key', 'lin_(?:api|oauth)_[A-Za-z0-9]{40,}'),
  token('a Notion token', 'secret_(?=\\w*\\d)[A-Za-z0-9]{43}(?!\\w)', 'ntn_[A-Za-z0-9]{40,}'),
  token('a Figma token', 'fig[dou]r?_[\\w-]{40,}'),
  token('an Airtable token', 'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}'),
  token('an Asana token', '[12]/\\d{12,}(?:/\\d+)?:[0-9a-f]{32}'),
  token('a Dropbox token', 'sl\\.(?:u\\.)?[\\w-]{100,}'),
  token('a HubSpot token', `pat-[a-z]{2}\\d-${UUID}`),
  token('a New Relic key', 'NRAK-[A-Z0-9]{27}', 'NR(?:JS|AA|II)-[\\w-]{19,}', '[0-9a-f]{36}NRAL'),
  token('a Grafana token', 'glsa_\\w{32}_[0-9a-f]{8}', 'glc_ey[\\w+/=-]{40,}'),
  token('a Honeycomb key', 'hca[il]k_[a-z0-9]{50,}'),
  token('a Dynatrace token', 'dt0[a-z]\\d\\d\\.[A-Z2-7]{24}\\.[A-Z2-7]{64}'),
  token('a 1Password token', 'ops_ey[\\w+/=-]{100,}'),
  token('a Typeform token', 'tfp_[\\w-]{40,}'),
  token('a Contentful token', 'CFPAT-[\\w-]{43}'),
];
