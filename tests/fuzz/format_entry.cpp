// Any bytes: laying out a domain does not change its Model.
#include <string>

#include <nlohmann/json.hpp>

#include "../generator/sema/run_analysis.hpp"
#include "entry.hpp"
#include "model/json.hpp"
#include "syntax/format.hpp"

namespace {

/// Without where things stand, which is what laying out changes.
void remove_places(nlohmann::ordered_json& json) {
  if (json.is_object()) {
    json.erase("at");
    json.erase("serial");
  }
  if (!json.is_structured()) return;
  for (auto& part : json) remove_places(part);
}

std::string said(const cqrsc::model::Model& model) {
  auto json = nlohmann::ordered_json::parse(cqrsc::model::to_json(model));
  remove_places(json);
  return json.dump(1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using fuzz::demand;
  const cqrsc::AnalysisRun written({{"fuzz.cqrs", {reinterpret_cast<const char*>(data), size}}});
  if (written.model == nullptr) return 0;
  const cqrsc::SourceFile& source = written.sources.file(written.trees.front().span);
  const std::string text = cqrsc::syntax::format(written.trees.front(), source);
  const cqrsc::AnalysisRun laid_out({{"fuzz.cqrs", text}});
  demand(laid_out.model != nullptr, "what was laid out is accepted", [&] { return text + laid_out.findings(); });
  demand(said(*laid_out.model) == said(*written.model), "laying out does not change the Model",
         [&] { return text + said(*written.model) + said(*laid_out.model); });
  return 0;
}
