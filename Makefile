# 一章 · Yizhang. The two commands of a new machine are `make run` and `make test`.
.DEFAULT_GOAL := help
.PHONY: help run phones test test-long test-hours bench shots clean

PYTHON = .venv/bin/python

help:
	@echo 'make run         试用：示例公安局，http://localhost:8000（PORT=…）· try the demo bureau on this machine'
	@echo 'make phones      手机试用：同一网络，HTTPS · the same for phones on the local network'
	@echo 'make test        全部测试，所需软件自动安装 · every test, with what they need'
	@echo 'make test-long   离线送达的上千种次序 · what was offline, delivered in a thousand orders'
	@echo 'make test-hours  把钟拨到午夜、元旦、闰日等时刻再测 · the tests around midnight, New Year, a leap day'
	@echo 'make bench       测速 · benchmarks'
	@echo 'make shots       各页面截图到 build/shots/ · photographs of every screen'
	@echo 'make clean       清除示例数据和生成物 · remove the demo data and what was built'
	@echo '正式使用见 README.md · for real use see README.md'

run:
	@sh tools/bootstrap requirements.txt && exec $(PYTHON) app.py demo

phones:
	@sh tools/bootstrap requirements.txt && exec $(PYTHON) app.py phones

test:
	@sh tools/test $(ARGS)

# Not every day: a few minutes for the same claims with many more examples.
test-long:
	@sh tools/test --hypothesis-profile=long -m long $(ARGS)

# An hour or so, by moments: ARGS="new year" runs those whose name has it.
test-hours:
	@sh tools/bootstrap requirements-dev.txt && sh tools/system-packages faketime && exec $(PYTHON) tools/hours.py $(ARGS)

bench:
	@sh tools/bootstrap requirements-dev.txt && sh tools/system-packages && exec $(PYTHON) tools/bench.py $(ARGS)

shots:
	@sh tools/bootstrap requirements-dev.txt && sh tools/system-packages && exec $(PYTHON) tools/shots.py

# The bureau's own database under var/ stays, and so does the authority that phones have installed.
clean:
	@rm -rf build .pytest_cache .ruff_cache .hypothesis var/demo.db var/demo.db-wal var/demo.db-shm
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
