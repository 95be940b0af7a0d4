#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace cqrsc::injection {

/// The number of the first one: all have as many digits.
inline constexpr std::size_t kFirstText = 100;

/// The texts that texts.cqrs has, in the order of their numbers: all that a text can hold.
std::vector<std::string> constant_texts();

/// texts.cqrs: each of these texts as a constant of C++ and of SQL, and as an error's message.
std::string texts_domain();

}  // namespace cqrsc::injection
