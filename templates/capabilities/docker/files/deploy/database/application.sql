-- Runs once, when the database is made. The application owns its database and nothing else;
-- who has no password cannot log in as a superuser over the network.
\getenv password POSTGRES_PASSWORD
CREATE ROLE application LOGIN PASSWORD :'password';
ALTER DATABASE :"DBNAME" OWNER TO application;
ALTER ROLE postgres PASSWORD NULL;
