.PHONY: test-contract
test-contract: $(SETUP) ## Run only the tests that are made from the OpenAPI schema
	$(RUN)python -m pytest tests/contract
