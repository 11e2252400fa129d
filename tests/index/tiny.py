"""A tiny transformer with random weights, saved as sentence-transformers saves its models."""

from pathlib import Path

WORDS = ("giấy", "phép", "xây", "dựng", "lái", "xe", "báo", "cáo", "giấy_phép", "query", "passage", ":", "_", "cấp", "nhà")
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def _transformer(folder: Path, seed: int, **options: object) -> None:
    """Write a BERT of 32 columns and its tokenizer, which knows ``WORDS``."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(seed)
    vocabulary = {word: number for number, word in enumerate((*_SPECIAL, *WORDS))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=600, **names).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=600, **options,
    )  # fmt: skip
    made = BertForSequenceClassification(config) if options else BertModel(config)
    made.save_pretrained(folder)


def tiny_model(folder: Path, *, seed: int = 1, prompts: dict[str, str] | None = None) -> str:
    """Write an embedding model into ``folder`` and return its path."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer

    _transformer(folder / "raw", seed)
    words = Transformer(str(folder / "raw"))
    SentenceTransformer(modules=[words, Pooling(32)], prompts=prompts, device="cpu").save(str(folder))
    return str(folder)


def tiny_cross_encoder(folder: Path, *, seed: int = 1) -> str:
    """Write a cross-encoder with one score into ``folder`` and return its path."""
    _transformer(folder, seed, num_labels=1)
    return str(folder)
