#pragma once

#include <memory>
#include <vector>

#include "diag/reporter.hpp"
#include "model/model.hpp"
#include "source/source_file.hpp"
#include "syntax/ast.hpp"

namespace cqrsc::sema {

/// Makes the Model of one context from its files. `imported` holds files of other contexts; those that are imported,
/// directly or through another, are used. The syntax trees need to live only as long as the call, and `sources` names
/// the files in messages. Everything that is wrong is reported, each mistake once; null if `reporter` has an error.
/// Trees with syntax errors may be given too, so that independent mistakes are found in one run.
std::unique_ptr<const model::Model> analyze(const SourceMap& sources, const std::vector<const syntax::File*>& files,
                                            const std::vector<const syntax::File*>& imported, Reporter& reporter);

}  // namespace cqrsc::sema
