"""What the golden vectors are of: problems as agents write them, and what else may come."""

LOG = (
    "npm error code ERESOLVE npm error ERESOLVE could not resolve npm error While resolving: web@1.4.0 "
    "npm error Found: react@19.2.0 npm error node_modules/react npm error peer react@\"^18.0.0\" from table@8.1.3 "
)
STORY = (
    "The nightly import job stops after about forty minutes. It reads a file of customer records, looks each one up "
    "by its key, and writes what has changed. On the test system it finishes; in production it waits on a lock that "
    "another transaction holds, and after the time limit the whole batch is rolled back and begins again. "
)
CODE = """
def retry(call, attempts=5, base=0.1):
    for attempt in range(attempts):
        try:
            return call()
        except TransientError:
            time.sleep(random.uniform(0, base * 2 ** attempt))
    raise GaveUp(f"after {attempts} attempts")
"""

TEXTS = [
    "pnpm install fails behind a corporate proxy",
    "TypeError: Cannot read properties of undefined (reading 'map')",
    "How do I roll back a Kubernetes deployment to an earlier revision?",
    "what's the exchange rate between dollars and yen",
    "ECONNREFUSED 127.0.0.1:5432",
    "C++ std::vector<std::string> vs. C# List<string>",
    "git rebase --interactive HEAD~3",
    "2026-11-24T08:15:30.123Z",
    "https://example.org/path?query=1&other=%20#part",
    "SELECT COUNT(*) FROM packets WHERE confidence >= 0.75;",
    "snake_case camelCase PascalCase kebab-case SCREAMING_CASE",
    "a",
    "!",
    "not",
    "the server does not start after the upgrade",
    "the server starts after the upgrade",
    "  leading,\ttab,\nnew line\r\nand\u00a0no-break   spaces  ",
    "Crème brûlée, naïve façade, Ångström, Łódź, Øresund, Straße, œuvre",
    "Ошибка подключения к базе данных",
    "数据库连接失败",
    "データベースに接続できません",
    "데이터베이스 연결에 실패했습니다",
    "فشل الاتصال بقاعدة البيانات",
    "डेटाबेस से कनेक्ट नहीं हो सका",
    "Không thể kết nối cơ sở dữ liệu",
    "docker 容器 restart 失败",
    "🎉",
    "🎉🎉 shipped it 🚀",
    "👩‍👩‍👧‍👦 family, 👍🏽 thumbs",
    "x² + y₂ ≤ ½ · √π ≠ ∞",
    "“curly” ‘quotes’ – en — em … ellipsis «guillemets»",
    "zero\u200bwidth \u200djoiner soft\u00adhyphen",
    "[CLS is no token here SEP]",
    "unaffable antidisestablishmentarianism supercalifragilistic",
    "w" * 100,
    "w" * 101,
    "0x1F4A9 1e-9 3.14159 1,000,000",
    CODE.strip(),
    LOG * 2,
    STORY,
    STORY * 3,
    # Longer than the limit: what stands behind it counts for nothing.
    STORY * 8,
    LOG * 12,
    "word " * 253 + "last",
    "word " * 254 + "last",
]
