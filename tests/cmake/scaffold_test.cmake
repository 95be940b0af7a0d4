# What `cqrsc scaffold` writes compiles, as the C++ of its domain. Needs: work compiler stage cxx flags.

cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE "${work}")
file(MAKE_DIRECTORY "${work}/project")
file(WRITE "${work}/project/bank.cqrs" "context acme.bank

id AccountId

/// What a service thinks of a customer; text that ends */ comments and \"literals\".
extern function riskScore(owner: string, past: list<AccountId>, limit: decimal(18, 2)?) -> int32
extern function isLate(at: instant) -> bool

aggregate Account by AccountId {
  state { risk: int32 }
  event AccountOpened v1 { risk: int32 }
  event AccountReviewed v1 { risk: int32 }
  command Open creates {
    owner: string
    emit AccountOpened { risk = if isLate(now) then 1 else riskScore(owner, [], none) }
  }
  command Review extern { limit: int32  emits AccountReviewed* | nothing }
  on AccountOpened { risk = risk }
  on AccountReviewed { risk = risk }
}
")
file(WRITE "${work}/project/CMakeLists.txt" "cmake_minimum_required(VERSION 3.25)
project(scaffolded LANGUAGES CXX)
find_package(cqrs CONFIG REQUIRED COMPONENTS sqlite)
cqrs_add_domain(bank SOURCES bank.cqrs)
add_library(logic STATIC logic.cpp)
target_link_libraries(logic PRIVATE bank::bank)
target_compile_options(logic PRIVATE -Wall -Wextra -Wconversion -Wshadow -Werror)
")
file(WRITE "${work}/project/logic.cpp" "#include \"bank_logic.hpp\"
static_assert(acme::bank::externs<acme::bank::BankLogic>().risk_score == &acme::bank::BankLogic::risk_score);
acme::bank::Externs table() { return acme::bank::externs<acme::bank::BankLogic>(); }
")

function(run what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${what} failed with ${result}:\n${output}")
  endif()
endfunction()

run("scaffolding" "${compiler}" scaffold "${work}/project/bank.cqrs")
run("configuring" "${CMAKE_COMMAND}" -S "${work}/project" -B "${work}/build" -G Ninja -DCMAKE_BUILD_TYPE=Debug
    "-DCMAKE_CXX_COMPILER=${cxx}" "-DCMAKE_CXX_FLAGS=${flags} -O0" "-DCMAKE_PREFIX_PATH=${stage}")
run("building" "${CMAKE_COMMAND}" --build "${work}/build" --target logic)

# Once means once.
file(READ "${work}/project/bank_logic.hpp" before)
run("scaffolding again" "${compiler}" scaffold "${work}/project/bank.cqrs")
file(READ "${work}/project/bank_logic.hpp" after)
if(NOT before STREQUAL after)
  message(FATAL_ERROR "a file that was there has changed")
endif()

file(REMOVE_RECURSE "${work}")
