"""The Milvus engine: words and vectors on a server, for collections that outgrow one machine."""
