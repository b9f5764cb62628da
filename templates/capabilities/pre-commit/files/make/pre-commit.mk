.PHONY: hooks
hooks: $(SETUP) ## Check style and types before each commit
	$(RUN)pre-commit install
