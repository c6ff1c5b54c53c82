"""Two small newsrooms that write no Latin letter: one in Arabic, one in Chinese."""

from __future__ import annotations

ARABIC: dict[str, str | bytes] = {
    "briefgen.yml": """\
title: موجز المرفأ
description: أخبار المرفأ في ثلاثة أجزاء.
url: https://example.org
language: ar
timezone: Asia/Riyadh
publisher: تعاونية المرفأ
""",
    "briefs/actors.yml": """\
port-authority:
  name: هيئة الموانئ
  kind: organization
  role: تدير المرفأ
  aliases: [الهيئة, سلطة المرفأ]
  description: الجهة المسؤولة عن المرفأ.
salma:
  name: سلمى الحداد
  kind: person
  role: مديرة المرفأ
  member_of: [port-authority]
""",
    "briefs/topics.yml": """\
shipping:
  name: الشحن
  description: السفن وما تحمله.
cranes:
  name: الرافعات
  parent: shipping
""",
    "briefs/2025-10-14-crane.md": """\
---
title: توقّف الرافعة الكبرى بعد عطل مفاجئ
date: 2025-10-14
slug: crane
topics: [الشحن, الرافعات]
actors: [هيئة الموانئ]
story: إصلاح الرافعة
expect:
  - by: 2025-10-20
    what: تقرير فني عن سبب العطل
    outcome: نُشر التقرير في موعده
---
## ماذا يحدث؟

توقفت الرافعة الكبرى في المرفأ صباح اليوم، وقالت هيئة الموانئ إن "العطل محدود".

## لماذا هذا مهم؟

تمر عبر الرافعة نصف حاويات المرفأ.

## ماذا بعد؟

يصدر تقرير فني خلال أيام.
""",
    "briefs/2025-10-18-reopened.md": """\
---
title: عودة الرافعة الكبرى إلى العمل
date: 2025-10-18 14:30
updated: 2025-10-18 18:05
slug: reopened
byline: ليلى منصور
topics: [الشحن]
actors: [هيئة الموانئ, سلمى الحداد]
story: إصلاح الرافعة
follows: 2025-10-14-crane
sources:
  - title: بيان الهيئة
    url: https://example.org/statement
    publisher: هيئة الموانئ
expect:
  - from: 2025-11-10
    to: 2025-11-12
    what: اختبار الحمولة القصوى
  - by: 2025-12-01
    what: خطة للصيانة الدورية
corrections:
  - date: 2025-10-18
    text: ذكرنا أن الرافعة توقفت خمسة أيام، والصواب أربعة.
---
عادت الرافعة إلى العمل بعد أربعة أيام.

## ماذا يحدث؟

استأنفت الرافعة الكبرى عملها اليوم. وقالت سلمى الحداد: "لم نفقد سفينة واحدة".

## لماذا هذا مهم؟

- تمر عبرها نصف الحاويات.
- لا بديل لها في المرفأ.

## ماذا بعد؟

تُختبر الحمولة القصوى في نوفمبر.
""",
    "briefs/_pages/about.md": "---\ntitle: من نحن\nslug: about\n---\nنكتب عن المرفأ.\n",
}

CHINESE: dict[str, str | bytes] = {
    "briefgen.yml": """\
title: 港口简讯
description: 港口新闻，三段说清。
url: https://example.org
language: zh
timezone: UTC
publisher: 港口合作社
""",
    "briefs/actors.yml": """\
port-authority:
  name: 港务局
  kind: organization
  role: 管理港口
  aliases: [港口管理局, 港务管理局]
  description: 负责港口运营的机构。
chen:
  name: 陈思远
  kind: person
  role: 港务局局长
  member_of: [port-authority]
""",
    "briefs/topics.yml": """\
shipping:
  name: 航运
  description: 船只与货物。
cranes:
  name: 起重机
  parent: shipping
""",
    "briefs/2025-10-14-crane.md": """\
---
title: 大型起重机突发故障停机
date: 2025-10-14
slug: crane
topics: [航运, 起重机]
actors: [港务局]
story: 起重机维修
expect:
  - by: 2025-10-20
    what: 故障原因技术报告
    outcome: 报告如期公布
---
## 发生了什么

港口的大型起重机今晨停机。港务局称"故障有限"。

## 为什么重要

港口一半的集装箱要经过这台起重机。

## 接下来

技术报告将在数日内公布。
""",
    "briefs/2025-10-18-reopened.md": """\
---
title: 大型起重机恢复运行
date: 2025-10-18 14:30
updated: 2025-10-18 18:05
slug: reopened
byline: 林晓
topics: [航运]
actors: [港务局, 陈思远]
story: 起重机维修
follows: 2025-10-14-crane
sources:
  - title: 港务局声明
    url: https://example.org/statement
    publisher: 港务局
expect:
  - from: 2025-11-10
    to: 2025-11-12
    what: 最大载荷测试
  - by: 2025-12-01
    what: 定期检修方案
corrections:
  - date: 2025-10-18
    text: 本文曾称起重机停机五天，实为四天。
---
起重机停机四天后恢复运行。

## 发生了什么

大型起重机今天恢复运行。陈思远说："没有一艘船因此流失。"

## 为什么重要

- 一半的集装箱要经过它。
- 港口没有替代设备。

## 接下来

最大载荷测试定于十一月进行。
""",
    "briefs/_pages/about.md": "---\ntitle: 关于我们\nslug: about\n---\n我们报道港口。\n",
}
