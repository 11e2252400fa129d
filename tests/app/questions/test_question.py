"""What a question is said to be about, as people see it above the answer."""

import pytest

TOPICS = [
    ("Nghị định 244/2026/NĐ-CP thay thế nghị định nào?", "thay thế nghị định", "words that end like asking words stay whole"),
    ("Sở Công Thương phải báo cáo gì, khi nào?", "báo cáo", "asking words at the end go"),
    (
        "Ai là người phát ngôn của cơ quan hành chính nhà nước?",
        "người phát ngôn của cơ quan hành chính nhà nước",
        "words between stay",
    ),
    ("Vụ Pháp chế có trách nhiệm gì trong việc thẩm định văn bản?", "thẩm định văn bản", "asking words in front go"),
    ("Sở Công Thương phải báo cáo những gì, gửi cơ quan nào?", "báo cáo những gì, gửi", "whom it goes to is asked, not told"),
    ("Sở Công Thương phải làm gì?", "", "nothing but asking"),
]


@pytest.mark.parametrize(("question", "topic", "reason"), TOPICS, ids=[row[2] for row in TOPICS])
def test_topic(base, question, topic, reason):
    assert base.ask(question).question.topic == topic, reason
