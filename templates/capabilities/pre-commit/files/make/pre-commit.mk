.PHONY: hooks
hooks: $(READY) ## Check style and types before each commit
	$(BIN)/pre-commit install
