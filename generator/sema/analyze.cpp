#include "sema/analyze.hpp"

#include "sema/analysis.hpp"
#include "sema/types.hpp"

namespace cqrsc::sema {

std::unique_ptr<const model::Model> analyze(const SourceMap& sources, const std::vector<const syntax::File*>& files,
                                            const std::vector<const syntax::File*>& imported, Reporter& reporter) {
  auto model = std::make_unique<model::Model>();
  for (const SourceFile& file : sources.files()) model->files.push_back(file.path());
  Analysis analysis(sources, reporter, *model);

  collect(analysis, files, imported);
  resolve_imports(analysis);
  declare(analysis);
  resolve_types(analysis);
  resolve_projections(analysis);
  resolve_queries(analysis);
  check_recursion(analysis);
  check_versions(analysis);
  analyze_records(analysis);
  analyze_upcasts(analysis);
  analyze_aggregates(analysis);
  check_coverage(analysis);
  check_creation(analysis);
  analyze_projections(analysis);
  analyze_queries(analysis);
  check_personal(analysis);
  // What a command can reject follows from all that it does, so it is computed only where all of it is known.
  if (!reporter.has_errors()) compute_rejections(analysis);
  if (!reporter.has_errors()) check_limits(analysis);
  analyze_scenarios(analysis);
  if (reporter.has_errors()) return nullptr;
  return model;
}

}  // namespace cqrsc::sema
