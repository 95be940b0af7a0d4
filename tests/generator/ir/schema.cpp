#include "schema.hpp"

#include <fstream>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace {

struct ParsedSchema {
  ParsedSchema() : text(nlohmann::json::parse(std::ifstream(CQRS_SOURCE_DIR "/docs/ir.schema.json"))) {
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
  }
  nlohmann::json text;
  valijson::Schema schema;
};

}  // namespace

std::string wrong_by_schema(const std::string& document) {
  const auto json = nlohmann::json::parse(document, nullptr, false);
  if (json.is_discarded()) return "no JSON\n";
  static const ParsedSchema kParsed;
  valijson::ValidationResults results;
  valijson::Validator validator;
  if (validator.validate(kParsed.schema, valijson::adapters::NlohmannJsonAdapter(json), &results)) return "";
  std::string text = "it is wrong\n";
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const std::string& step : error.context) text += step;
    text += ": " + error.description + "\n";
  }
  return text;
}
