"""The part of OpenAI's API by which its clients ask (https://platform.openai.com/docs/api-reference/chat)."""
