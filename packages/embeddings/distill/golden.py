"""What TypeScript is compared with in the tests: pieces as Hugging Face's tokenizers find them, vectors of reference.py."""

import base64
import json
from pathlib import Path

import numpy as np

from reference import Reference

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
    "user@example.org, +49 30 123456; $5.00 (50%) [a]{b}|c^d~e`f\\g",
    "SELECT COUNT(*) FROM packets WHERE confidence >= 0.75;",
    "snake_case camelCase PascalCase kebab-case SCREAMING_CASE",
    "a",
    "!",
    "  leading,\ttab,\nnew line\r\nand\u00a0no-break   spaces  ",
    "Crème brûlée, naïve façade, Ångström, Łódź, Øresund, Straße, œuvre",
    "Cre\u0300me bru\u0302le\u0301e with combining accents",
    "İstanbul IĞDIR ıspanak",
    "ΟΔΥΣΣΕΥΣ και Σίσυφος",
    "Ошибка подключения к базе данных",
    "ошибка connection рефьюзд timeout",
    "数据库连接失败",
    "データベースに接続できません",
    "데이터베이스 연결에 실패했습니다",
    "فشل الاتصال بقاعدة البيانات",
    "החיבור למסד הנתונים נכשל",
    "डेटाबेस से कनेक्ट नहीं हो सका",
    "การเชื่อมต่อฐานข้อมูลล้มเหลว",
    "Không thể kết nối cơ sở dữ liệu",
    "Veritabanına bağlanılamadı",
    "docker 容器 restart 失败",
    "東京tower北京duck",
    "🎉",
    "🎉🎉 shipped it 🚀",
    "👩‍👩‍👧‍👦 family, 👍🏽 thumbs",
    "x² + y₂ ≤ ½ · √π ≠ ∞",
    "“curly” ‘quotes’ – en — em … ellipsis «guillemets»",
    "¿Qué pasó? ¡Nada!",
    "price €5 £6 ¥7 ₹8 ₿9 ¢10",
    "© ® ™ § ¶ † ‡ • ° µ",
    "ﬁ ligature ﬀ, Ⅳ roman, ① circled, ｆｕｌｌ　ｗｉｄｔｈ",
    "zero\u200bwidth \u200djoiner \ufeffmark soft\u00adhyphen",
    "control\u0001characters\u007fare\u0085dropped",
    "bad\ufffdcharacter and nul\u0000inside",
    "\u2028line\u2029paragraph\u3000ideographic\u1680ogham\u202fnarrow",
    "\u0301",
    "\u200b",
    "private \ue000 use",
    "w" * 100,
    "w" * 101,
    "é" * 100,
    "𝒎𝒂𝒕𝒉 𝔣𝔯𝔞𝔨𝔱𝔲𝔯 𝕕𝕠𝕦𝕓𝕝𝕖",
    "𠀀𠀁 rare ideographs 豈",
    "unaffable antidisestablishmentarianism supercalifragilistic",
    "don't can't o'clock rock'n'roll",
    "e.g. i.e. U.S.A. v1.2.3-beta+4",
    "0x1F4A9 1e-9 3.14159 1,000,000",
    "ñandú Ñ ñ n\u0303",
    "ça ſ ſt K Å",
    "mixed: abcж жabc a猫b",
    "[CLS is no token here SEP]",
    "ᏣᎳᎩ Cherokee, ꙮ, ⵣ, ಠ_ಠ",
]
VECTORS = [0, 1, 2, 3, 4, 6, 8, 12, 13, 14, 15, 18, 20, 21, 22, 23, 30, 33, 45, 46, 49, 53]


def write_golden(reference: Reference, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pieces = [{"text": text, "pieces": " ".join(piece for _, pieces in reference.words(text) for piece in pieces)} for text in TEXTS]
    vectors = [
        {"text": TEXTS[which], "vector": base64.b64encode(reference.vector(TEXTS[which]).astype("<f4").tobytes()).decode()}
        for which in VECTORS
    ]
    for name, cases in (("golden-pieces", pieces), ("golden-vectors", vectors)):
        (folder / f"{name}.json").write_text(json.dumps(cases, indent=2) + "\n")
