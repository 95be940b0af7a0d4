// For std::visit with a lambda for each alternative.
#pragma once

namespace cqrsc::syntax {

template <typename... Visitors>
struct overloaded : Visitors... {  // NOLINT(readability-identifier-naming): reads like a word of the language
  using Visitors::operator()...;
};
template <typename... Visitors>
overloaded(Visitors...) -> overloaded<Visitors...>;

}  // namespace cqrsc::syntax
