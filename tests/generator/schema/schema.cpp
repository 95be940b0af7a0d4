#include "schema.hpp"

#include <fstream>
#include <map>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace {

struct ParsedSchema {
  explicit ParsedSchema(const std::string& path)
      : text(nlohmann::json::parse(std::ifstream(CQRS_SOURCE_DIR "/" + path))) {
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
  }
  nlohmann::json text;
  valijson::Schema schema;
};

}  // namespace

std::string wrong_by_schema(const std::string& schema, const nlohmann::json& document) {
  static std::map<std::string, ParsedSchema> known;
  const ParsedSchema& parsed = known.try_emplace(schema, schema).first->second;
  valijson::ValidationResults results;
  valijson::Validator validator;
  if (validator.validate(parsed.schema, valijson::adapters::NlohmannJsonAdapter(document), &results)) return "";
  std::string text = "it is wrong\n";
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const std::string& step : error.context) text += step;
    text += ": " + error.description + "\n";
  }
  return text;
}

std::string wrong_by_schema(const std::string& schema, const std::string& document) {
  const auto json = nlohmann::json::parse(document, nullptr, false);
  return json.is_discarded() ? "no JSON\n" : wrong_by_schema(schema, json);
}
