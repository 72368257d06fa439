import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { Finding } from './rule.ts';
import { isPlaceholder, isWords } from './value.ts';

// It would keep a mark of each rule for each text, as long as this process lives.
secretLintProfiler.setEnabled(false);

const config = {
  rules: [
    {
      id: '@secretlint/secretlint-rule-preset-recommend',
      rule: creator,
      // A packet could carry `secretlint-disable`.
      rules: [{ id: '@secretlint/secretlint-rule-filter-comments', disabled: true }],
    },
  ],
};

const NAMES: Readonly<Record<string, string>> = {
  '1password': 'a 1Password token',
  anthropic: 'an Anthropic key',
  aws: 'an AWS key',
  basicauth: 'a URL with a password',
  cloudflare: 'a Cloudflare token',
  'database-connection-string': 'a database URL with a password',
  databricks: 'a Databricks token',
  docker: 'a Docker token',
  figma: 'a Figma token',
  gcp: 'a Google service account',
  github: 'a GitHub token',
  gitlab: 'a GitLab token',
  grafana: 'a Grafana token',
  groq: 'a Groq key',
  'hashicorp-vault': 'a Vault token',
  huggingface: 'a Hugging Face token',
  linear: 'a Linear key',
  notion: 'a Notion token',
  npm: 'an npm token',
  openai: 'an OpenAI key',
  privatekey: 'a private key',
  sendgrid: 'a SendGrid key',
  shopify: 'a Shopify token',
  slack: 'a Slack token or webhook',
  stripe: 'a Stripe key',
  tailscale: 'a Tailscale key',
  vercel: 'a Vercel token',
};

/** What secretlint's recommended rules find in a text. Their messages quote it, so only rule and place are taken. */
export async function scanWithPreset(content: string): Promise<Finding | undefined> {
  const { messages } = await lintSource({
    source: { content, filePath: 'packet.txt', ext: '.txt', contentType: 'text' },
    options: { config, noPhysicFilePath: true },
  });
  const found = messages.find(({ range: [start, end] }) => {
    const value = content.slice(start, end);
    return !isPlaceholder(value) && !isWords(value);
  });
  if (!found) return undefined;
  const name = NAMES[found.ruleId.replace(/^.*secretlint-rule-/, '')] ?? 'a credential';
  return { name, at: found.range[0] };
}
