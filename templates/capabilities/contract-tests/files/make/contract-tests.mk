.PHONY: test-contract
test-contract: $(SETUP) ## Run only the tests that are made from the OpenAPI schema; CONTRACT_EXAMPLES=200 sends more
	CI=1 $(RUN)python -m pytest tests/contract
