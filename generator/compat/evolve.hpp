#pragma once

#include <string>
#include <vector>

#include "compat/schema.hpp"
#include "diag/reporter.hpp"
#include "source/source_file.hpp"
#include "syntax/ast.hpp"

namespace cqrsc::compat {

/// What begins a new version: texts to stand in the place of others, none within another.
struct Evolution {
  std::vector<Replacement> edits;
  /// The declarations that were touched, as `event Account.AccountOpened`: the versions of each that are to be laid
  /// out.
  struct Touched {
    LayoutKind kind = LayoutKind::Event;
    std::string name;
    std::uint32_t version = 1;
  };
  std::vector<Touched> touched;
};

/// Begins a new version of an event, value or union: today's moves below it and gets what history demands (no `public`,
/// versions of the values it holds). A value or union takes along, in the same way, whatever was released and holds it.
/// Where today's version is not as it was released, what is written becomes the new version, and the released one is
/// written anew below it.
///
/// `files` are all of one context, `imported` those that it imports; the trees need not analyze. `released` is what the
/// lock has of the context: null where there is no lock, and everything counts as released then. Nothing where the name
/// means nothing, or nothing that needs a new version, which is reported.
std::optional<Evolution> evolve(const std::string& element, const std::vector<const syntax::File*>& files,
                                const std::vector<const syntax::File*>& imported, const SourceMap& sources,
                                const Context* released, bool has_lock, Reporter& reporter);

/// The text with the edits of its file made.
std::string apply(const SourceFile& file, const std::vector<Replacement>& edits);

/// `text` with the touched declarations as `laid_out` has them. Both are parsed: `tree` and `laid_out_tree`.
std::string with_layout(const SourceFile& text, const syntax::File& tree, const SourceFile& laid_out,
                        const syntax::File& laid_out_tree, const std::vector<Evolution::Touched>& touched);

}  // namespace cqrsc::compat
