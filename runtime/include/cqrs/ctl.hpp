#pragma once

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <cqrs/aggregate.hpp>
#include <cqrs/projection.hpp>

/// The operator's tool as a library: docs/cqrsctl.md says what it does. The plain program knows no domain; one that
/// `cqrs_add_domain(… CTL)` builds hands over its own, and can then show events, states and rows.
namespace cqrs::ctl {

/// What the tool knows of a domain. What it refers to lives for ever.
struct Domain {
  std::string name;  ///< "bank"; empty: none, the tool shows only what needs no decoding
  std::span<const AggregateDefinition* const> aggregates = {};
  std::span<const ProjectionDefinition* const> projections = {};
  std::shared_ptr<const void> externs = nullptr;  ///< the table of extern functions, for upcasters
};

/// Where a run of the tool writes.
struct Console {
  std::ostream& out;
  std::ostream& err;
  std::size_t width = 0;  ///< columns that tables may take; 0: as many as they need
  bool colour = false;
  bool terminal = false;  ///< somebody looks at `err`: progress is drawn, not listed
};

/// Does what the arguments (without the program's name) say. Gives the exit code: 0 done, 1 it was not to be done or
/// something was found, 2 the arguments make no sense, 3 something could not be read or written, 4 a bug of ours.
[[nodiscard]] int run(std::span<const std::string> arguments, const Domain& domain, const Console& console);

/// run() with the process's own console: tables fit the terminal or $COLUMNS, NO_COLOR is respected.
[[nodiscard]] int main(int argc, const char* const* argv, const Domain& domain = {});

/// The domain of a generated application class, with the extern functions it is given.
template <class Application>
[[nodiscard]] Domain domain_of(std::string name, typename Application::Externs externs) {
  Domain domain;
  domain.name = std::move(name);
  domain.aggregates = Application::aggregates();
  domain.projections = Application::projection_definitions();
  domain.externs = std::make_shared<const typename Application::Externs>(std::move(externs));
  return domain;
}

}  // namespace cqrs::ctl
